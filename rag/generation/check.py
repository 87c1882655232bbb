"""One sentence held to the record sentences it cites: checks in a fixed order, the first that fails decides.

In: a sentence without its marks, the sentences they name, marks that name nothing. Out: a `Judged`. No model
is needed; where a likeness and a reader are given they are asked last. Nothing is ever rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from index.speakers.delegations import Delegations
from rag.discourse.quotation_marks import quoted_spans
from rag.generation.acts import check_acts
from rag.generation.attribution import check_attribution
from rag.generation.claim import Wording
from rag.generation.clauses import check_joined, parts_of
from rag.generation.copied import check_copied
from rag.generation.figures import check_figures
from rag.generation.meaning import check_meaning
from rag.generation.model import Check, Cited, Judged
from rag.generation.names import check_names
from rag.generation.quantifiers import check_quantifiers
from rag.generation.reading import Backing, check_reading
from rag.generation.relations import check_relations
from rag.generation.roles import check_roles
from rag.generation.support import Likeness, check_support
from rag.generation.tense import check_tense
from rag.generation.titles import check_titles
from rag.generation.voice import check_voice
from rag.quotation.clip import Clip
from rag.quotation.normal import Folder
from rag.quotation.scope import left_out

MEANINGS: tuple[Callable[[Wording, Sequence[Wording]], Check | None], ...] = (
    check_copied,
    check_meaning,
    check_acts,
    check_quantifiers,
    check_relations,
    check_tense,
)
"""The checks of meaning that need no table of delegations, in order."""
_GAPS = re.compile(r"\[?(?:…|\.\.\.|\. \. \.)\]?")
_BRACKETS = re.compile(r"\[[^\[\]]{0,200}\]")


class SentenceChecker:
    """Checks sentences; safe for threads."""

    def __init__(
        self, delegations: Delegations, likeness: Likeness | None = None, backing: Backing | None = None
    ) -> None:
        self._delegations, self._likeness, self._backing = delegations, likeness, backing

    def check(self, sentence: str, cited: Sequence[Cited], unknown: Sequence[str] = ()) -> Judged:
        """`unknown` are the marks of the sentence that name nothing."""
        done: list[Check] = []
        for check in self._checks(sentence, cited, unknown):
            done.append(check)
            if not check.passed:
                return Judged(check.verdict, tuple(done))
        return Judged("supported", tuple(done))

    def _checks(self, sentence: str, cited: Sequence[Cited], unknown: Sequence[str]) -> Iterator[Check]:
        yield _check_marks(cited, unknown)
        yield check_quotations(sentence, cited)
        own = without_quotations(sentence)
        yield check_figures(own, cited)
        yield (
            check_titles(own, cited)
            or check_joined(own, cited, self._delegations)
            or check_attribution(own, cited, self._delegations)
        )
        yield check_names(own, cited, self._delegations)
        if _is_quotation(sentence, own):
            return
        parts = parts_of(own, cited, self._delegations) or [(own, list(cited))]
        for text, theirs in parts:
            yield self._meaning(Wording.of(text), theirs)
            if len(parts) > 1:
                yield check_support(Wording.of(text), theirs, self._likeness)
        yield check_voice(own, cited, self._delegations)
        yield check_support(Wording.of(sentence), cited, self._likeness)
        if self._backing is not None:
            yield check_reading(sentence, cited, self._backing)

    def _meaning(self, claim: Wording, cited: Sequence[Cited]) -> Check:
        """The first of the checks of meaning that does not pass."""
        record = [Wording.of(one.text) for one in cited]
        for check in MEANINGS:
            found = check(claim, record)
            if found is not None and not found.passed:
                return found
        return check_roles(claim, cited, self._delegations) or Check("meaning", True)


def _check_marks(cited: Sequence[Cited], unknown: Sequence[str]) -> Check:
    if unknown:
        return Check("marks", False, f"{', '.join(unknown)} names nothing that was given", "unknown_mark")
    if not cited:
        return Check("marks", False, "the sentence cites nothing", "uncited")
    return Check("marks", True)


def check_quotations(sentence: str, cited: Sequence[Cited]) -> Check:
    """Every quotation stands, word for word, in one cited sentence (or run of them), and nothing that turns
    it is left out before it."""
    fold = Folder().stream
    record = [fold(one.text) for one in cited]
    whole = " ".join(record)
    for span in quoted_spans(sentence):
        for part in _GAPS.split(span.of(sentence)):
            words = fold(_BRACKETS.sub(" ", part))
            if words and f" {words} " not in f" {whole} ":
                return Check(
                    "quotations", False, f"“{part.strip()}” does not stand in what is cited", "altered"
                )
        turned = _turned(fold(span.of(sentence)), fold(sentence[: span.start]), cited)
        if turned:
            return Check("quotations", False, f"“{turned}” is left out before the quotation", "contradicted")
    return Check("quotations", True)


def without_quotations(sentence: str) -> str:
    """The sentence's own words, blanks for what it quotes."""
    text = list(sentence)
    for span in quoted_spans(sentence):
        text[span.start : span.end] = " " * len(span)
    return "".join(text)


def _is_quotation(sentence: str, own: str) -> bool:
    """Is most of the sentence a quotation, so that its own words only lead up to it?"""
    return sum(map(str.isalnum, own)) < sum(map(str.isalnum, sentence)) - sum(map(str.isalnum, own))


def _turned(quoted: str, before: str, cited: Sequence[Cited]) -> str | None:
    """What is left out of a sentence and turns the words quoted from it, unless the writer says it too."""
    for one in cited:
        wording = Wording.of(one.text)
        at = f" {' '.join(wording.folded)} ".find(f" {quoted} ")
        if not quoted or at < 0:
            continue
        first = f" {' '.join(wording.folded)} "[:at].count(" ")
        last = first + len(quoted.split())
        clip = Clip(wording.folded, (*wording.breaks, ";"), ((first, last),))
        for turn in left_out(clip):
            words = " ".join(wording.folded[turn.first : turn.last])
            if not _says_it_too(turn.kind, before):
                return words
    return None


def _says_it_too(kind: str, before: str) -> bool:
    from_writer = Wording.of(before)
    return any(turn.kind == kind for turn in from_writer.turns)
