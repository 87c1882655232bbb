"""Is this quotation in the record, word for word, and by the one it is given to?

In: a quotation with its attribution as free text, and the statements on record. Out: a `QuoteCheck` with the
verdict, the place in the record and every difference of wording, the serious ones first. Changed words weigh
more than a wrong name: "misattributed" is said only of true words.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.errors import NotFound
from index.model import Span, Statement, StatementRef
from index.speakers.delegations import Delegations
from rag.citation.cite import cite
from rag.citation.parts import file_name, speaker_with_delegation
from rag.model import Citation, Difference, QuoteCheck
from rag.quotation.align import Alignment, align
from rag.quotation.attribution import Attributions, Claim, Fit
from rag.quotation.diff import Region, counting, describe, opening_negation
from rag.quotation.folded_corpus import FoldedCorpus
from rag.quotation.normal import Word
from rag.quotation.parse import Quoted, parse_quote

SAID = 0.6
CLOSE = 0.3
EXACT_LOOKED_AT = 100_000
EXACT_COMPARED = 50
NEAR = 1000
ALIGNED_FIRST, ALIGNED = 4, 8
SURE = 0.85
COPIES = 8
ATTRIBUTED_ALIGNED = 8
_LINE_END = re.compile(r"(?<=\w)-[^\S\n]*\n\s*(?=\w)")


class QuoteCorpus(Protocol):
    """The statements quotations are checked against."""

    @property
    def state(self) -> Hashable:
        """Changes when any statement is added, changed or removed."""

    def marks(self) -> Mapping[str, Hashable]:
        """Every statement's id with a mark that changes when its text does."""

    def texts(self, ids: Sequence[str]) -> Mapping[str, str]:
        """The texts of statements that exist."""

    def refs(self, ids: Sequence[str]) -> Mapping[str, StatementRef]:
        """The references of statements that exist."""

    def statement(self, id: str) -> Statement: ...


@dataclass(frozen=True, slots=True)
class _Reading:
    """The quotation read into one statement."""

    id: str
    fit: Fit
    first: int
    last: int
    regions: tuple[Region, ...]
    share: float

    @property
    def rank(self) -> tuple[float, tuple[int, int]]:
        contradicted, confirmed = self.fit.order
        return (self.share, (-contradicted, -confirmed))


class QuoteChecker:
    """Checks quotations against a corpus; keeps its own index of it, brought up to date before each check."""

    def __init__(self, corpus: QuoteCorpus, delegations: Delegations) -> None:
        self._corpus = corpus
        self.delegations = delegations
        self._attributions = Attributions(delegations)
        self._lookup = FoldedCorpus()
        self._refs: tuple[Hashable, dict[str, StatementRef]] = (None, {})

    def check(
        self,
        quote: str,
        delegation: str | None = None,
        speaker: str | None = None,
        meeting: str | None = None,
    ) -> QuoteCheck:
        """Raises InvalidInput for a quotation without words."""
        self._lookup.follow(self._corpus)
        quoted = parse_quote(quote, self._lookup.folder)
        claim = self._attributions.claim(delegation, speaker, meeting)
        best = self._read_plainly(quote, quoted, claim) or self._read_nearly(quoted, claim)
        if best is None or (best.regions and best.share < CLOSE):
            return QuoteCheck(
                "not_found", None, (), "No statement on record has these words or similar ones."
            )
        return self._judge(quote, quoted, best)

    def _read_plainly(self, quote: str, quoted: Quoted, claim: Claim) -> _Reading | None:
        """As typed, without its marks where they ask for nothing, and with words joined at line ends."""
        fold = self._lookup.folder.stream
        streams = [fold(quote), *([quoted.stream] if quoted.plain else []), fold(_LINE_END.sub("", quote))]
        found = (self._read_exactly(stream, claim) for stream in dict.fromkeys(streams))
        return next((reading for reading in found if reading is not None), None)

    def _read_exactly(self, stream: str, claim: Claim) -> _Reading | None:
        """Where the record has these very words, with brackets and dots of its own where they have any."""
        fits = self._fits(claim, self._lookup.holding_all(stream, EXACT_LOOKED_AT))
        readings: list[_Reading] = []
        for id, fit in sorted(fits.items(), key=lambda pair: pair[1].order):
            first = self._lookup.find(id, stream)
            if first is not None:
                readings.append(_Reading(id, fit, first, first + len(stream.split()), (), 1.0))
                if len(readings) == EXACT_COMPARED:
                    break
        return self._fairest(readings)

    def _read_nearly(self, quoted: Quoted, claim: Claim) -> _Reading | None:
        near = self._lookup.near(quoted.stream, NEAR)
        readings = self._read_all(quoted, self._fits(claim, near[:ALIGNED_FIRST]))
        if not _settled(readings):
            readings += self._read_all(quoted, self._fits(claim, near[ALIGNED_FIRST:ALIGNED]))
            fits = self._fits(claim, near[ALIGNED:]).items()
            attributed = sorted((f for f in fits if not f[1].contradicted), key=lambda f: f[1].order)
            readings += self._read_all(quoted, dict(attributed[:ATTRIBUTED_ALIGNED]))
        true = [reading for reading in readings if not reading.regions]
        if true or not readings:
            return self._fairest(true)
        nearest = max(reading.rank for reading in readings)
        return self._best_copy([reading for reading in readings if reading.rank == nearest])

    def _fairest(self, readings: Sequence[_Reading]) -> _Reading | None:
        """Of true readings the one that fits the claim best. A copy that does not name its speaker speaks for
        nobody when another copy from the same meeting does."""
        if not readings:
            return None
        least = min(reading.fit.order for reading in readings)
        best = self._best_copy([reading for reading in readings if reading.fit.order == least])
        if best.fit.supported or best.fit.contradicted:
            return best
        refs = self._known_refs([reading.id for reading in readings])
        meeting = refs[best.id].meeting
        named = [r for r in readings if r.fit.names_another and refs[r.id].meeting == meeting]
        return self._best_copy(named) if named else best

    def _best_copy(self, readings: Sequence[_Reading]) -> _Reading:
        """Of equal readings from the first one's meeting, the copy that leads a reader best: with pages, with
        paragraphs, and with the shorter file name, for derived copies add to it."""
        refs = self._known_refs([reading.id for reading in readings])
        meeting = refs[readings[0].id].meeting
        copies = [reading for reading in readings if refs[reading.id].meeting == meeting]
        if len(copies) == 1 or meeting is None:
            return readings[0]
        return max(copies[:COPIES], key=lambda reading: _guidance(self._corpus.statement(reading.id)))

    def _read_all(self, quoted: Quoted, fits: Mapping[str, Fit]) -> list[_Reading]:
        return [self._read(quoted, id, fit) for id, fit in fits.items()]

    def _read(self, quoted: Quoted, id: str, fit: Fit) -> _Reading:
        recorded = self._lookup.words(id)
        alignment = align(quoted, recorded)
        found = counting(quoted, recorded, alignment, self._lookup.count)
        first, last = _extent(alignment)
        return _Reading(id, fit, first, last, found, share(quoted, alignment))

    def _fits(self, claim: Claim, ids: Sequence[str]) -> dict[str, Fit]:
        refs = self._known_refs(ids)
        return {id: self._attributions.fit(claim, refs[id]) for id in ids if id in refs}

    def _known_refs(self, ids: Sequence[str]) -> dict[str, StatementRef]:
        """References, asked for once in each state of the corpus."""
        state, known = self._refs
        if state != self._corpus.state:
            state, known = self._refs = (self._corpus.state, {})
        missing = [id for id in ids if id not in known]
        if missing:
            known.update(self._corpus.refs(missing))
        return known

    def _judge(self, quote: str, quoted: Quoted, reading: _Reading) -> QuoteCheck:
        statement = self._corpus.statement(reading.id)
        words = self._lookup.folder.words(statement.text)
        if [word.folded for word in words] != self._lookup.words(reading.id):
            raise NotFound("The record was changed while the quotation was checked; check it again.")
        match = cite(statement, recorded_span(statement.text, words[reading.first : reading.last], quote))
        if reading.regions and reading.share < SAID:
            message = f"Not found; the nearest words are those of {_whose(statement.ref)}."
            return QuoteCheck("not_found", match, (), message)
        begun_late = opening_negation(quoted, words, reading.first, statement)
        differences = begun_late + describe(quoted, reading.regions, words, statement.text)
        return _verdict(match, differences, reading.fit)


def _settled(readings: Sequence[_Reading]) -> bool:
    """True words and not at odds with the claim, or so near that no others are looked for: true words of
    another are not enough."""
    true = [reading for reading in readings if not reading.regions]
    if true:
        return any(not reading.fit.contradicted for reading in true)
    return any(reading.share >= SURE for reading in readings)


def _guidance(statement: Statement) -> tuple[bool, bool, int]:
    paged = any(paragraph.page is not None for paragraph in statement.paragraphs)
    return (paged, bool(statement.paragraphs), -len(file_name(statement.ref)))


def share(quoted: Quoted, alignment: Alignment) -> float:
    """The part of the quotation's own words that the record has, in runs of two or more."""
    own = sum(not word.inserted for word in quoted.words)
    steps = alignment.steps
    kept = 0
    for at, step in enumerate(steps):
        beside = steps[max(0, at - 1) : at] + steps[at + 1 : at + 2]
        kept += step.same and (own == 1 or any(other.same for other in beside))
    return kept / own


def _extent(alignment: Alignment) -> tuple[int, int]:
    """First and last recorded word, leaving out what was only added at the ends."""
    paired = [step for step in alignment.steps if step.r < step.r_end]
    if not paired:
        return alignment.steps[0].r, alignment.steps[0].r + 1
    return paired[0].r, paired[-1].r_end


def recorded_span(text: str, words: Sequence[Word], quote: str) -> Span:
    """From the first to the last word, with the closing punctuation that the quotation has too."""
    start, end = words[0].span.start, words[-1].span.end
    closing = len(quote.rstrip()) - len(quote.rstrip(" .,;:!?…\"'”’»)]"))
    while closing and end < len(text) and text[end] in ".,;:!?…\"'”’»)]":
        end, closing = end + 1, closing - 1
    return Span(start, end)


def _whose(ref: StatementRef) -> str:
    who = speaker_with_delegation(ref) or file_name(ref)
    return f"{who}, {ref.meeting}" if ref.meeting else who


def _verdict(match: Citation, differences: tuple[Difference, ...], fit: Fit) -> QuoteCheck:
    whose = _whose(match.statement)
    wrong = " and ".join(fit.contradicted)
    if differences:
        count = "one difference" if len(differences) == 1 else f"{len(differences)} differences"
        serious = ", a negation or number among them" if any(d.serious for d in differences) else ""
        aside = f" The {wrong} given does not match either." if wrong else ""
        message = f"The words differ from the record ({whose}): {count}{serious}.{aside}"
        return QuoteCheck("altered", match, differences, message)
    if wrong:
        message = f"The words are on record, but of {whose}; the {wrong} given does not match."
        return QuoteCheck("misattributed", match, (), message)
    return QuoteCheck("verbatim", match, (), f"Word for word on record: {whose}.")
