"""One sentence held to the record sentences it cites: checks in a fixed order, the first that fails decides.

In: a sentence without its marks, the sentences they name, marks that name nothing. Out: a `Judged`. No model
is needed; where a likeness and a reader are given they are asked last. Nothing is ever rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from index.speakers.delegations import Delegations
from rag.discourse.quotation_marks import quoted_spans
from rag.generation.acts import check_acts
from rag.generation.attribution import check_attribution
from rag.generation.claim import Wording
from rag.generation.clauses import check_joined, clauses_of
from rag.generation.copied import check_copied
from rag.generation.figures import check_figures
from rag.generation.lead import adds, check_lead
from rag.generation.meaning import check_meaning
from rag.generation.model import Check, Cited, Judged
from rag.generation.names import check_names
from rag.generation.quantifiers import check_quantifiers
from rag.generation.reading import ReadFigures, Reading
from rag.generation.relations import check_relations
from rag.generation.roles import check_roles
from rag.generation.support import carried, figures_of, weigh
from rag.generation.tense import check_tense
from rag.generation.titles import check_titles
from rag.generation.voice import check_voice
from rag.quotation.clip import Clip
from rag.quotation.normal import Folder
from rag.quotation.scope import left_out

CHECKS: Mapping[str, Callable[[Wording, Sequence[Wording]], Check | None]] = {
    "copied": check_copied,
    "meaning": check_meaning,
    "acts": check_acts,
    "quantifiers": check_quantifiers,
    "relations": check_relations,
    "tense": check_tense,
}
"""The checks of meaning that need no table of delegations, by the names of their figures."""
_GAPS = re.compile(r"\[?(?:…|\.\.\.|\. \. \.)\]?")
_BRACKETS = re.compile(r"\[[^\[\]]{0,200}\]")


class SentenceChecker:
    """Checks sentences; safe for threads."""

    def __init__(self, delegations: Delegations, reading: Reading | None = None) -> None:
        self._delegations, self._reading = delegations, reading

    def check(self, sentence: str, cited: Sequence[Cited], unknown: Sequence[str] = ()) -> Judged:
        """`unknown` are the marks of the sentence that name nothing."""
        return _judged(chain(self._exact(sentence, cited, unknown), self._weighed(sentence, cited)))

    def _exact(self, sentence: str, cited: Sequence[Cited], unknown: Sequence[str]) -> Iterator[Check]:
        """The checks of what must stand in the record as it is, each alone enough to stop a sentence."""
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

    def _weighed(self, sentence: str, cited: Sequence[Cited]) -> Iterator[Check]:
        """What is said, by part; of a sentence that is mostly a quotation, what leads up to it."""
        own = without_quotations(sentence)
        if _is_quotation(sentence, own):
            quoted = [span.of(sentence) for span in quoted_spans(sentence)]
            yield from self._led(own, quoted, cited)
            return
        yield check_voice(own, cited, self._delegations)
        parts = clauses_of(own, cited, self._delegations)
        for text, theirs in parts or [(sentence, list(cited))]:
            yield from self._weigh(text, theirs)

    def _led(self, own: str, quoted: Sequence[str], cited: Sequence[Cited]) -> Iterator[Check]:
        """Nothing is yielded for a lead that only says who spoke, when and where."""
        lead = Wording.of(own)
        turned = check_lead(lead, quoted, cited)
        found = [turned] if not turned.passed else list(self._found(own, cited).values())
        if found:
            yield found[0]
        elif adds(lead, cited):
            yield from self._weigh(own, cited)

    def _weigh(self, claim: str, cited: Sequence[Cited]) -> Iterator[Check]:
        """What the checks of meaning find decides where the words are close to the record's; elsewhere words
        and models may still speak for the claim."""
        found = self._found(claim, cited)
        words = carried(Wording.of(claim), cited, bool(found))
        first = next(iter(found.values()), None)
        weighed = None if words.decides else weigh(figures_of(found, words, self._read(claim, cited)))
        if first is not None and (weighed is None or not weighed.held):
            yield first
            return
        yield Check("meaning", True, f"{first.detail}, which all else outweighs" if first else "")
        if weighed is not None:
            only = "" if weighed.held else "only "
            detail = f"held by what is cited with {only}{weighed.chance:.2f}"
            yield Check("support", weighed.held, detail, "supported" if weighed.held else "unsupported")

    def figures(self, sentence: str, cited: Sequence[Cited]) -> tuple[float, ...] | None:
        """What the chance of a sentence is weighed from; None for one that an exact check stops."""
        if not all(check.passed for check in self._exact(sentence, cited, ())):
            return None
        found = self._found(sentence, cited)
        words = carried(Wording.of(sentence), cited, bool(found))
        return figures_of(found, words, self._read(sentence, cited))

    def _read(self, claim: str, cited: Sequence[Cited]) -> ReadFigures | None:
        return self._reading(claim, cited) if self._reading is not None else None

    def _found(self, claim: str, cited: Sequence[Cited]) -> dict[str, Check]:
        """Every check of meaning that does not pass, in order."""
        claim = without_quotations(claim)
        wording, record = Wording.of(claim), [Wording.of(one.text) for one in cited]
        made = {name: check(wording, record) for name, check in CHECKS.items()}
        made["roles"] = check_roles(wording, cited, self._delegations)
        return {name: one for name, one in made.items() if one is not None and not one.passed}


def _judged(checks: Iterable[Check]) -> Judged:
    """The first check that does not pass decides."""
    done: list[Check] = []
    for check in checks:
        done.append(check)
        if not check.passed:
            return Judged(check.verdict, tuple(done))
    return Judged("supported", tuple(done))


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
    """What was left out though it turns the words quoted from the sentence, unless the writer says it too."""
    for one in cited:
        wording = Wording.of(one.text)
        at = f" {' '.join(wording.folded)} ".find(f" {quoted} ")
        if not quoted or at < 0:
            continue
        first = f" {' '.join(wording.folded)} "[:at].count(" ")
        last = first + len(quoted.split())
        clip = Clip(wording.modal, (*wording.breaks, ";"), ((first, last),))
        for turn in left_out(clip):
            words = " ".join(wording.folded[turn.first : turn.last])
            if not _says_it_too(turn.kind, before):
                return words
    return None


def _says_it_too(kind: str, before: str) -> bool:
    from_writer = Wording.of(before)
    return any(turn.kind == kind for turn in from_writer.turns)
