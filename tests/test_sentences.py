"""Sentences: a golden table of the field's abbreviations and faults, and the laws of the spans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.segmentation.sentences import split_sentences

CUT = [
    # titles, initials, abbreviations of documents
    ("Mr. Umarov spoke. He left.", ["Mr. Umarov spoke.", "He left."]),
    ("We thank Lt. Gen. dos Santos Cruz. His report helps.", 2),
    ("We heard J. F. Kennedy and Mrs. A. Smith. We agree.", 2),
    ("See S/PV.8713. It is clear.", 2),
    ("Under para. 5 of resolution 2286 (2016), art. 3 applies. We agree.", 2),
    ("It is No. 5 on the list, vol. 2, pp. 3-4. Let us see.", 2),
    ("Some, e.g. the U.N. Secretariat, i.e. all, met at 3 p.m. today. We left at 6 p.m. The rest sat.", 3),
    ("We live in the U.S. The law is clear.", 2),
    ("The St. Petersburg summit ended. We were there.", 2),
    # quotes and brackets stay with their sentence
    ('He said, "We must act." The Council agreed.', ['He said, "We must act."', "The Council agreed."]),
    ("Is it so? “Yes!” We say no.", ["Is it so?", "“Yes!”", "We say no."]),
    ("We agree (see S/2019/1011. It is long) with it. Thank you.", 2),
    ("I wish her well. (spoke in Spanish) We thank him.", 2),
    # paragraphs end sentences, a missing full stop does too
    ("and calls on others to do the same\n\nFourthly, we act.", 2),
    ("Title without stop\n \n\nText.", ["Title without stop", "Text."]),
    # OCR: joined sentences, `1` and `l` for `I`
    ("peace in the region.The Council met.", ["peace in the region.", "The Council met."]),
    ("(see S/PV.5709).The Council noted it.", ["(see S/PV.5709).", "The Council noted it."]),
    ("We agree. 1 thank him. l too thank him.", 3),
    # no ends
    ("Visit www.un.Org or index.html for 3.5 per cent.", 1),
    ("It rose to 2.The.Net values.", 1),
    ("1. We act.", ["1. We act."]),
    ("(a) We act; (b) we pay.", 1),
    ("", []),
    (" \n\n ", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CUT)
def test_cuts_where_a_reader_would(text: str, expected: int | list[str]) -> None:
    """Every row of the table is cut as expected: the sentences, or how many."""
    found = [span.of(text) for span in split_sentences(text)]
    assert found == expected if isinstance(expected, list) else len(found) == expected, found


PARTS = (*"ab IT.?!…\"'”’()[]1lé\n\t\u00a0,;:–-", "\n\n", "Mr.", " The ", "U.N.", ". We ")
WORDS = st.lists(st.sampled_from(PARTS), max_size=60).map("".join)


@given(WORDS | st.text(max_size=60))
def test_spans_cover_all_that_is_not_blank(text: str) -> None:
    """Spans are ordered and disjoint, none begins or ends blank, and only blanks lie between them."""
    spans = split_sentences(text)
    left = 0
    for span in spans:
        piece = span.of(text)
        assert piece == piece.strip() != ""
        assert text[left : span.start].strip() == ""
        left = span.end
    assert text[left:].strip() == ""


@given(WORDS)
def test_no_sentence_crosses_a_blank_line(text: str) -> None:
    """A blank line is never inside a sentence."""
    assert all("\n\n" not in span.of(text) for span in split_sentences(text))


def test_long_text_without_a_stop_is_cut_in_linear_time() -> None:
    """A long run of words, of stops, of open brackets or of initials takes no more than its length."""
    assert len(split_sentences("word " * 20_000)) == 1
    assert split_sentences("." * 20_000)
    assert split_sentences("(a. B " * 20_000)
    assert split_sentences("A. " * 20_000)
