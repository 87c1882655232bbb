"""Follow-ups that change whose words are asked for, or put something right: "both", "not Rwanda, Uganda".

In: the new question and the one before, both read. Out: a whole question, or None where the new one does
none of this.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.model import Span
from index.tables import lists_of
from rag.question.followups.rewriting import VERBS, Before, rewritten
from rag.question.followups.said import Said, name_in
from rag.question.links import Link
from rag.question.wording import closed, edited, listed
from rag.question.wordsets import words_of

COMPARING, ADDING = words_of("comparing"), words_of("adding")
LEAVING, TOGETHER = words_of("leaving"), words_of("together")
_WORDS = lists_of("rag", "question_words.tsv")
INSTEAD = re.compile(
    r"\s*(?:not\s(?P<old>[^,;]{1,80}?)\s?(?:[,;–]|\sbut\b)\s?(?:but\s)?(?P<new>.{1,80})"
    rf"|(?P<new2>[^,;]{{1,80}}?),?\s(?:{_WORDS['instead']})\s(?P<old2>.{{1,80}}))",
    re.IGNORECASE,
)
LED_UP = re.compile(rf"^(?:(?:{_WORDS['before_name_given']})\s)+", re.IGNORECASE)
ALIKE = 4
"""Letters with which two names begin that are easily taken for each other."""


def exchanged(asked: Said, before: Before) -> str | None:
    """ "Not Rwanda, Uganda": the one in the place of the other, if the question before has it."""
    found = None if asked.framed else INSTEAD.fullmatch(asked.text.rstrip("?!. "))
    if found is None:
        return None
    old, new = (Span(*found.span(one)) for one in (("old", "new") if found["old"] else ("old2", "new2")))
    given = _links(asked, new)
    words = listed([name_in(asked.text, link) for link in given]) or new.of(asked.text)
    codes = {link.code for link in _links(asked, old)} - {None}
    link = next((link for link in before.said.parts.links if link.code in codes), None)
    if link is not None and link in before.holders and given:
        return rewritten(before, [name_in(asked.text, one) for one in given], before.when)
    place = link.span if link else _place(before.said.text, old.of(asked.text))
    return None if place is None else closed(edited(before.said.text, [(place, words)]), "")


def corrected(asked: Said, before: Before) -> str | None:
    """ "No, I meant South Sudan": in the place of the name that is like it, otherwise of one in the topic
    where nobody is asked by name."""
    names = [link for link in asked.parts.links if link in (*asked.holders, *asked.topics)]
    if len(names) != 1 or asked.content or asked.framed:
        return None
    there = [link for link in before.said.parts.links if link.code != names[0].code]
    like = next((link for link in there if alike(link.words, names[0].words)), None)
    if like is None and not before.holders:
        like = next((link for link in reversed(there) if link.words in before.topic), None)
    if like is None or like in before.holders:
        return None
    return closed(edited(before.said.text, [(like.span, names[0].words)]), "")


def alike(one: str, other: str) -> bool:
    """Do two names share a long word, or their beginning?"""
    first, second = ({word for word in name.lower().split() if len(word) >= ALIKE} for name in (one, other))
    return bool(first & second) or one.lower()[:ALIKE] == other.lower()[:ALIKE]


def combined(asked: Said, before: Before, when: str) -> str | None:
    """The question before, or a comparison, with names put together or taken away."""
    words = [piece.text for piece in asked.words]
    named = [link for link in asked.parts.links if link.kind in ("delegation", "group")]
    names = [name_in(asked.text, link) for link in named]
    if asked.content or not words:
        return None
    if COMPARING & set(words) and names:
        those = names if len(names) > 1 else [*before.names, *names]
        return closed(f"Compare {listed(those)} on {before.topic}", when) if len(those) > 1 else None
    if not names and words[0] in TOGETHER | {"the"} and TOGETHER & set(words[:2]) and not asked.framed:
        those = before.names if len(before.names) > 1 else [*before.earlier, *before.names]
        return rewritten(before, those, when) if len(those) > 1 else None
    if names and words[0] in ADDING and before.holders:
        return rewritten(before, [*before.names, *names], when)
    if names and words[0] in LEAVING:
        return _without(before, named, names, when)
    return None


def _without(before: Before, left_out: Sequence[Link], names: Sequence[str], when: str) -> str | None:
    codes = {link.code for link in left_out}
    kept = [name_in(before.said.text, link) for link in before.holders if link.code not in codes]
    if kept and len(kept) < len(before.holders):
        return rewritten(before, kept, when)
    if before.holders:
        return None
    verb = VERBS.get(before.side or "", "speak of")
    return closed(f"Which delegations other than {listed(names)} {verb} {before.topic}", when)


def _links(asked: Said, span: Span) -> list[Link]:
    return [link for link in asked.parts.links if span.start <= link.span.start < span.end]


def _place(text: str, words: str) -> Span | None:
    """Where these words stand in the text, without a preposition before them."""
    bare = LED_UP.sub("", words.strip())
    found = re.search(rf"(?<!\w){re.escape(bare)}(?!\w)", text, re.IGNORECASE) if bare else None
    return Span(*found.span()) if found else None
