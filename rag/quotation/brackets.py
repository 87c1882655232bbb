"""Is a square bracket fair to the record, or does it change what was said?

In: the words of a bracket, the recorded words it stands for, and whose statement it is. Out: yes if it only
changes the case of a letter or the ending of a word, replaces a pronoun or another reference by the name,
expands what is there, or explains without changing the meaning; no if a number, date, name, verb, negation or
modal differs. The rules follow the Chicago Manual of Style 13.59-13.60 (bracketed clarifications).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from index.model import Statement
from index.speakers.delegations import STATES, Delegations
from index.text.dates import find_date
from index.text.lexicon import NUMBER_WORDS
from rag.quotation.slips import inflected, is_number, negates, negations_in
from rag.quotation.turns import MARKS, class_names, of_class, turns_in

EXPLAINS = 3
"""In an insertion of up to this many words, any "not" or "may" changes the meaning of the sentence."""
LONGEST = 12
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_YEARS_AWAY = {"last": -1, "this": 0, "next": 1}
_DEICTIC = frozenset(("today", "now", "tonight", "year"))


@dataclass(frozen=True, slots=True)
class Bracket:
    """`content` as typed, `words` folded, `replaced` the recorded words they stand for, `before` and
    `after` the neighbouring words; `swallowed` is what an omission right beside it leaves out, `edges` are
    the words it may stand for where it opens or ends the quotation, before the recorded word `at`."""

    content: str
    words: tuple[str, ...]
    replaced: tuple[str, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    swallowed: tuple[str, ...] = ()
    edges: tuple[tuple[str, ...], ...] = ()
    at: int = 0


def is_fair(bracket: Bracket, statement: Callable[[], Statement], delegations: Delegations) -> bool:
    """A bracket that cannot be recognised as fair is not fair."""
    if bracket.replaced:
        return _replaces_fairly(bracket, statement, delegations)
    if bracket.edges and _completes(bracket):
        tried = (replace(bracket, replaced=words, edges=()) for words in bracket.edges)
        return any(_replaces_fairly(one, statement, delegations) for one in tried)
    return (
        _explains(bracket.words, (*bracket.before, *bracket.after))
        and (not bracket.swallowed or _stands_for_omitted(bracket))
        and (not _codes(bracket.content, delegations) or _whose(bracket, statement(), delegations))
        and (not _YEAR.search(bracket.content) or _dated_as_beside(bracket, statement()))
    )


def _replaces_fairly(bracket: Bracket, statement: Callable[[], Statement], delegations: Delegations) -> bool:
    return _same_words(bracket) or _expands(bracket) or _resolves(bracket, statement(), delegations)


def _completes(bracket: Bracket) -> bool:
    """At the edge of the quotation, does the bracket stand for what the record has there: the subject of the
    verb that follows, or the end of the sentence? An explanation opens with a preposition or a coordinator.
    """
    joining = of_class("preposition") | of_class("coordinator")
    if bracket.before:
        return bracket.words[0] not in joining
    if bracket.after[0] == "of" and bracket.words[-1] in of_class("amount"):
        return True
    return _nominal(bracket) and bracket.after[0] not in joining | of_class("determiner") | of_class(
        "pronoun"
    )


def _stands_for_omitted(bracket: Bracket) -> bool:
    """Beside an omission a bracket names someone or gives the omitted words another ending."""
    omitted = (*bracket.swallowed, *of_class("reference"))
    return _nominal(bracket) or all(any(_same_word(w, o) for o in omitted) for w in bracket.words)


def _explains(words: Sequence[str], beside: Sequence[str]) -> bool:
    """An insertion into the sentence: without "not", "may" or "refuses to" in a short one or at either end of
    a long one, and without a scale or second number beside a number."""
    numeric = any(is_number(word) or word in NUMBER_WORDS for word in beside)
    if numeric and any(
        is_number(w) or w in NUMBER_WORDS | of_class("scale") for w in (*words[:1], *words[-1:])
    ):
        return False
    turns = [turn for turn in turns_in(words) if turn.kind not in MARKS and turn.kind != "before"]
    return not any(len(words) <= EXPLAINS or turn.first == 0 or turn.last == len(words) for turn in turns)


def _same_words(bracket: Bracket) -> bool:
    """Case, print, an ending, a form of the same verb, or one pointing word for another."""
    ours, theirs = bracket.words, bracket.replaced
    if "".join(ours) == "".join(theirs):
        return True
    pointing = of_class("reference")
    if all(word in pointing for word in (*ours, *theirs)):
        return True
    return len(ours) == len(theirs) and all(map(_same_word, ours, theirs))


def _same_word(one: str, other: str) -> bool:
    if one == other or {one, other} <= of_class("reference"):
        return True
    if negates(one, other) or is_number(one) or is_number(other):
        return False
    return any({one, other} <= forms for forms in _lemmas()) or inflected(one, other)


@cache
def _lemmas() -> tuple[frozenset[str], ...]:
    return tuple(of_class(name) for name in class_names() if name.startswith("lemma_"))


def _expands(bracket: Bracket) -> bool:
    """The recorded words with more between them, or an acronym spelt out or made."""
    ours, theirs = bracket.words, bracket.replaced
    if _initials(ours) == "".join(theirs) or _initials(theirs) == "".join(ours):
        return len(ours) != len(theirs)
    rest = iter(ours)
    kept = all(word in rest for word in theirs if word not in of_class("reference"))
    named = any(word not in of_class("reference") for word in theirs)
    added = [word for word in ours if word not in theirs]
    return named and kept and _explains(added, theirs) and not turns_differ(ours, theirs)


def _initials(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words if len(words) > 1 and word not in {"of", "the", "and", "for"})


def turns_differ(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """A negation or a modal on one side only."""
    modals = of_class("modal")
    return negations_in(ours) != negations_in(theirs) or modals & set(ours) != modals & set(theirs)


def _resolves(bracket: Bracket, statement: Statement, delegations: Delegations) -> bool:
    """A pronoun or general noun replaced by the name it stands for, not by another name or another day."""
    pointing = of_class("reference") | of_class("anaphor")
    if len(bracket.replaced) > LONGEST or not all(word in pointing for word in bracket.replaced):
        return False
    if turns_differ(bracket.words, bracket.replaced) or not _nominal(bracket):
        return False
    return _whose(bracket, statement, delegations) and _when(bracket, statement)


def _nominal(bracket: Bracket) -> bool:
    """A name, a date or a noun with its article, and no verb."""
    words, typed = bracket.words, bracket.content.split()
    verbs = of_class("auxiliary") | of_class("modal")
    quiet = all(turn.kind in MARKS for turn in turns_in(words))
    opens = words[0] in of_class("determiner") | pointing_words() or is_number(words[0])
    return quiet and not verbs.intersection(words) and (opens or any(word[:1].isupper() for word in typed))


def pointing_words() -> frozenset[str]:
    return of_class("reference") | of_class("preposition")


def _whose(bracket: Bracket, statement: Statement, delegations: Delegations) -> bool:
    """A State in the bracket is the speaker's own for "we", and one the statement names for "they"."""
    ref = statement.ref
    named = {code for code in _codes(bracket.content, delegations) if _is_state(code, delegations)}
    own = {ref.delegation.code} if ref.delegation else set()
    if ref.on_behalf_of and (group := delegations.resolve(ref.on_behalf_of)):
        own.add(group.code)
    if of_class("first").intersection(bracket.replaced or bracket.before):
        return not own or named <= own
    return named <= own | _codes(statement.text, delegations)


def _codes(text: str, delegations: Delegations) -> set[str]:
    return {mention.delegation.code for mention in delegations.find_in(text)}


def _is_state(code: str, delegations: Delegations) -> bool:
    entry = delegations.entry(code)
    return entry is not None and entry.kind in STATES


def _dated_as_beside(bracket: Bracket, statement: Statement) -> bool:
    """Does a year at the edge agree with what the record says there: "[In 2019]" for "Last year"?"""
    return all(_when(replace(bracket, replaced=words), statement) for words in bracket.edges)


def _when(bracket: Bracket, statement: Statement) -> bool:
    """ "today" is the day of the statement, "last year" the year before it."""
    said, day = find_date(bracket.content), statement.ref.date
    year = _YEAR.search(bracket.content)
    away = next((_YEARS_AWAY[word] for word in bracket.replaced if word in _YEARS_AWAY), None)
    if year and day and away is not None and "year" in bracket.replaced:
        return int(year.group()) == int(day[:4]) + away
    if not said or not day or not _DEICTIC.intersection(bracket.replaced):
        return True
    return said.startswith(day[: len(said)]) or day.startswith(said)
