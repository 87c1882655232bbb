"""Akoma Ntoso blocks as read: breaks part words, quoted words keep their marks."""

from __future__ import annotations

import pytest
from lxml import etree

from index.readers.akn import APART
from index.readers.akn_text import akn_text


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("levy is paid by<eol/>every ship", "levy is paid by every ship"),
        ("The ports<br/>levy", "The ports levy"),
        ("the harbour<eol breakat='4' /> master<eop/>keeps", "the harbour master keeps"),
        ("a <quotedText startQuote='‘' endQuote='’'>tax on bread</quotedText>?", "a ‘tax on bread’?"),
        ("I said <quotedText startQuote='‘'>it is fair</quotedText>.", "I said ‘it is fair’."),
        ("I said <quotedText endQuote='»'>it is fair</quotedText>.", "I said «it is fair»."),
        ("I said <quotedText>it is fair</quotedText>.", "I said “it is fair”."),
        ("I said <quotedText>“it is fair”</quotedText>.", "I said “it is fair”."),
        (
            "They wrote: <embeddedStructure startQuote='«' endQuote='»'><p>We shut.</p><p>Now.</p>"
            "</embeddedStructure> So.",
            "They wrote: «We shut. Now.» So.",
        ),
        (
            "<embeddedText startQuote='“' endQuote='”'>pay <ins>one</ins><del>two</del> half</embeddedText>",
            "“pay one half”",
        ),
        ("resolution 1325<sup>4</sup> holds<authorialNote><p>On file.</p></authorialNote>.",
         "resolution 1325 holds."),
    ],
)  # fmt: skip
def test_a_block_is_read_as_it_is_printed(block: str, said: str) -> None:
    assert akn_text(etree.fromstring(f"<p>{block}</p>"), APART) == said
