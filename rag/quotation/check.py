"""Is this quotation in the record, word for word, and did the one it is attributed to say it?

In: a quotation with its attribution as free text, and the statements on record. Out: a `QuoteCheck` with the
verdict, the place in the record and every difference of wording, the serious ones first. Changed words weigh
more than a wrong name: only correct words can be "misattributed".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from index.errors import NotFound, RecordDamaged
from index.model import Statement
from index.process.deadline import look
from index.speakers.delegations import Delegations
from rag.citation.cite import cite
from rag.citation.parts import file_name
from rag.model import Difference, QuoteCheck
from rag.question.language import ENGLISH, language_of
from rag.quotation.align import Alignment, align
from rag.quotation.attribution import NOTHING_CLAIMED, Attributions, Claim, Fit
from rag.quotation.brackets import Bracket, is_fair
from rag.quotation.clip import break_in
from rag.quotation.context import Part, quoted_parts, told_by, turned
from rag.quotation.corpus import KnownRefs, QuoteCorpus
from rag.quotation.diff import counting, describe
from rag.quotation.folded_corpus import FoldedCorpus
from rag.quotation.kept_folds import KeptFolds
from rag.quotation.parse import Quoted, parse_quote
from rag.quotation.reading import Reading, recorded_span, settled, share
from rag.quotation.turns import Kind
from rag.quotation.verdict import verdict_on, whose

SAID = 0.6
CLOSE = 0.3
EXACT_LOOKED_AT = 100_000
EXACT_COMPARED = 50
PLACES = 8
LETTERS = 5
NOTHING = "No statement on record has these words or similar ones."
NEAR = 1000
ALIGNED_FIRST, ALIGNED = 4, 8
COPIES, ATTRIBUTED_ALIGNED = 8, 8
_LINE_END = re.compile(r"(?<=\w)-[^\S\n]*\n\s*(?=\w)")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A quotation understood: its words, its attribution, and what the draft around it says itself."""

    quote: str
    quoted: Quoted
    claim: Claim
    told: frozenset[Kind]


class QuoteChecker:
    """Checks quotations against a corpus; keeps its own index of it, brought up to date before each check."""

    def __init__(self, corpus: QuoteCorpus, delegations: Delegations, kept: KeptFolds | None = None) -> None:
        self._corpus = corpus
        self.delegations = delegations
        self._attributions = Attributions(delegations)
        self._lookup = FoldedCorpus(kept)
        self._refs = KnownRefs(corpus)

    def check(
        self,
        quote: str,
        delegation: str | None = None,
        speaker: str | None = None,
        meeting: str | None = None,
        date: str | None = None,
        around: tuple[str, str] = ("", ""),
    ) -> QuoteCheck:
        """`around` are a draft's own words before and behind the quotation. Raises InvalidInput for a
        quotation without words."""
        claim = self._attributions.claim(delegation, speaker, meeting, date)
        while True:
            try:
                return self._checked(quote, claim, around)
            except RecordDamaged:  # it is marked, so the next look passes it over
                continue

    def keep(self, only_loaded: bool = False) -> None:
        """Writes the corpus to the file of folded statements, if the file lacks much of it; raises OSError.

        With `only_loaded` nothing is folded for this.
        """
        self._lookup.keep(self._corpus, only_loaded)

    def _checked(self, quote: str, claim: Claim, around: tuple[str, str]) -> QuoteCheck:
        look()
        self._lookup.follow(self._corpus)
        quoted = parse_quote(quote, self._lookup.folder)
        before, after = (self._lookup.folder.stream(words).split() for words in around)
        asked = _Asked(quote, quoted, claim, told_by(before, after))
        best = self._read_plainly(asked) or self._read_nearly(asked)
        if best is None or (best.regions and best.share < CLOSE):
            return QuoteCheck("not_found", None, (), f"{self._foreign(asked)}{NOTHING}")
        return self._judge(asked, best)

    def _read_plainly(self, asked: _Asked) -> Reading | None:
        """As typed, but without marks that ask for nothing, and with words joined at line ends."""
        fold = self._lookup.folder.stream
        plain = [asked.quoted.stream] if asked.quoted.plain else []
        streams = [fold(asked.quote), *plain, fold(_LINE_END.sub("", asked.quote))]
        found = (self._read_exactly(stream, asked) for stream in dict.fromkeys(streams))
        return next((reading for reading in found if reading is not None), None)

    def _read_exactly(self, stream: str, asked: _Asked) -> Reading | None:
        """Where the record has exactly these words, including its own brackets and dots if there are any."""
        fits = self._fits(asked.claim, self._lookup.holding_all(stream, EXACT_LOOKED_AT))
        readings: list[Reading] = []
        length, capital = len(stream.split()), asked.quoted.words[0].raw[:1].isupper()
        for id, fit in sorted(fits.items(), key=lambda pair: pair[1].order):
            for first in self._lookup.find(id, stream, PLACES):
                readings.append(Reading(id, fit, (), 1.0, (Part(first, first + length, capital),)))
            if len(readings) >= EXACT_COMPARED:
                break
        return self._unturned(readings, asked)

    def _read_nearly(self, asked: _Asked) -> Reading | None:
        quoted, claim = asked.quoted, asked.claim
        near = self._lookup.near(quoted.stream, NEAR)
        readings = self._read_all(quoted, self._fits(claim, near[:ALIGNED_FIRST]))
        if not settled(readings):
            readings += self._read_all(quoted, self._fits(claim, near[ALIGNED_FIRST:ALIGNED]))
            readings += self._read_all(quoted, self._attributed(claim, near[ALIGNED:]))
        true = [reading for reading in readings if not reading.regions]
        if true or not readings:
            return self._unturned(true, asked)
        nearest = max(reading.rank for reading in readings)
        return self._best_copy([reading for reading in readings if reading.rank == nearest])

    def _unturned(self, readings: Sequence[Reading], asked: _Asked) -> Reading | None:
        """The fairest of the correct readings, preferring those that leave out nothing that changes the
        meaning."""
        best = self._fairest(readings)
        if best is None or not self._turned(best, asked.told):
            return best
        rest = [r for r in readings if r != best and len(r.fit.contradicted) <= len(best.fit.contradicted)]
        sound = (r for r in rest[:EXACT_COMPARED] if not self._turned(r, asked.told))
        return next(sound, best)

    def _turned(self, reading: Reading, told: frozenset[Kind]) -> tuple[Difference, ...]:
        statement = self._corpus.statement(reading.id)
        return turned(statement, self._lookup.folder.words(statement.text), reading.parts, told)

    def _fairest(self, readings: Sequence[Reading]) -> Reading | None:
        """The correct reading that fits the claim best. A copy that does not name its speaker is ignored if
        another copy from the same meeting does."""
        if not readings:
            return None
        least = min(reading.fit.order for reading in readings)
        best = self._best_copy([reading for reading in readings if reading.fit.order == least])
        if best.fit.supported or best.fit.contradicted:
            return best
        refs = self._refs.of([reading.id for reading in readings])
        meeting = refs[best.id].meeting
        named = [r for r in readings if r.fit.names_another and refs[r.id].meeting == meeting]
        return self._best_copy(named) if named else best

    def _best_copy(self, readings: Sequence[Reading]) -> Reading:
        """Among equal readings from the first one's meeting, the copy that helps a reader most: one with
        pages, one with paragraphs, then the shortest file name, because derived copies add to it."""
        refs = self._refs.of([reading.id for reading in readings])
        meeting = refs[readings[0].id].meeting
        copies = [reading for reading in readings if refs[reading.id].meeting == meeting]
        if len(copies) == 1 or meeting is None:
            return readings[0]
        return max(copies[:COPIES], key=lambda reading: _guidance(self._corpus.statement(reading.id)))

    def _read_all(self, quoted: Quoted, fits: Mapping[str, Fit]) -> list[Reading]:
        return [self._read(quoted, id, fit) for id, fit in fits.items()]

    def _read(self, quoted: Quoted, id: str, fit: Fit) -> Reading:
        look()
        recorded = self._lookup.words(id)
        alignment = align(quoted, recorded)
        found = counting(quoted, recorded, alignment, self._lookup.count, lambda b: self._is_fair(b, id))
        parts = quoted_parts(quoted, alignment) or (_first_place(alignment),)
        return Reading(id, fit, found, share(quoted, alignment), parts)

    def _is_fair(self, bracket: Bracket, id: str) -> bool:
        if bracket.edges and self._at_break(bracket, id):
            bracket = replace(bracket, edges=())
        return is_fair(bracket, lambda: self._corpus.statement(id), self.delegations)

    def _at_break(self, bracket: Bracket, id: str) -> bool:
        """Does the record pause at the bracket on the quotation's edge, so that it replaces nothing?"""
        text = self._corpus.statement(id).text
        words = self._lookup.folder.words(text)
        between = text[words[bracket.at - 1].span.end : words[bracket.at].span.start]
        return bool(break_in(between)) or "." in between

    def _fits(self, claim: Claim, ids: Sequence[str]) -> dict[str, Fit]:
        refs = self._refs.of(ids)
        return {id: self._attributions.fit(claim, refs[id]) for id in ids if id in refs}

    def _attributed(self, claim: Claim, ids: Sequence[str]) -> dict[str, Fit]:
        """The first few that fit best; where nothing is claimed all do, and no others are looked at."""
        each = (fit for id in ids for fit in self._fits(claim, [id]).items())
        if claim == NOTHING_CLAIMED:
            return dict(islice(each, ATTRIBUTED_ALIGNED))
        fair = [fit for fit in self._fits(claim, ids).items() if not fit[1].contradicted]
        return dict(sorted(fair, key=lambda fit: fit[1].order)[:ATTRIBUTED_ALIGNED])

    def _judge(self, asked: _Asked, reading: Reading) -> QuoteCheck:
        statement = self._corpus.statement(reading.id)
        words = self._lookup.folder.words(statement.text)
        if [word.folded for word in words] != self._lookup.words(reading.id):
            raise NotFound("The record was changed while the quotation was checked; check it again.")
        match = cite(
            statement, recorded_span(statement.text, words[reading.first : reading.last], asked.quote)
        )
        if reading.regions and reading.share < SAID:
            message = (
                f"{self._foreign(asked)}Not found; the nearest words are those of {whose(statement.ref)}."
            )
            return QuoteCheck("not_found", match, (), message)
        cut = turned(statement, words, reading.parts, asked.told)
        differences = describe(asked.quoted, reading.regions, words, statement.text)
        return verdict_on(match, (*cut, *differences), reading.fit)

    def _foreign(self, asked: _Asked) -> str:
        """The remark on a quotation in a language whose words the record does not know."""
        language = language_of(asked.quote)
        words = [word for word in asked.quoted.stream.split() if len(word) >= LETTERS]
        known = sum(self._lookup.count(word) > 0 for word in words)
        if language in (None, ENGLISH) or 2 * known > len(words):
            return ""
        return (
            f"The quotation is in {language}, the record is not; no translation can be checked by its words. "
        )


def _first_place(alignment: Alignment) -> Part:
    """If no words can be paired, the word at which the quotation would stand."""
    at = alignment.steps[0].r
    return Part(at, at + 1, False)


def _guidance(statement: Statement) -> tuple[bool, bool, int]:
    paged = any(paragraph.page is not None for paragraph in statement.paragraphs)
    return (paged, bool(statement.paragraphs), -len(file_name(statement.ref)))
