"""To whom a draft attributes a quotation: read from the sentence around it, its notes and what came before.

In: a block, the place of a quotation in it, and the attribution last understood. Out: `Attributed`: free text
as it stands in the draft, None where the draft does not say. A name that is only spoken about is not the
speaker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.model import Span
from index.segmentation.sentences import split_sentences
from index.speakers.delegations import Delegations
from index.text.dates import find_date
from rag.draft.likely_speaker import is_subject, score_of
from rag.draft.model import Block
from rag.draft.wording import (
    AFTER_VERB,
    BEFORE_VERB,
    CLAUSE,
    DASHED,
    DATE,
    DOCUMENT,
    MEETING,
    OPENS_DATED,
    PRONOUN,
    SPEAKING,
    SPEECH,
    SPEECH_WORD,
    SPOKEN_DATED,
    TITLED,
)

REACH, DATED = 800, 100
"""Characters looked at around a quotation for names, and before a date: more is no sentence anyone reads."""
FAR = 5 * REACH
"""Characters of a paragraph or note that are read at all for one quotation, however long it is."""
ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Attributed:
    """As the draft has it; None where it does not say."""

    delegation: str | None = None
    speaker: str | None = None
    meeting: str | None = None
    date: str | None = None

    @property
    def names_someone(self) -> bool:
        return self.delegation is not None or self.speaker is not None


@dataclass(frozen=True, slots=True)
class _Named:
    text: str
    span: Span
    score: int


class AttributionReader:
    """Reads attributions with the table of delegations."""

    def __init__(self, delegations: Delegations) -> None:
        self._delegations = delegations

    def around(self, block: Block, place: Span, others: Sequence[Span], before: Attributed) -> Attributed:
        """The attribution of the quotation at `place`; `others` are all quotations of the block."""
        block, place, others = _near(block, place, others)
        masked = _masked(block.text, others)
        sentence = _sentence(masked, place)
        clause = _clause(masked, sentence, place)
        found = self._named(masked, clause, place)
        # Where the clause of the quotation names nobody, the rest of the sentence may.
        if not found.names_someone and not self._delegations.find_in(clause.of(masked)):
            found = self._named(masked, sentence, place)
        if not found.names_someone and PRONOUN.search(sentence.of(masked)):
            found = Attributed(before.delegation, before.speaker, found.meeting, found.date)
        return self._with_notes(found, block, place, sentence)

    def introduced(self, previous: str) -> Attributed:
        """To whom a block quotation is attributed by the last sentence before it, if that leads up to one."""
        previous = previous[-FAR:]
        sentences = split_sentences(previous)
        if not sentences:
            return Attributed()
        last = sentences[-1]
        end = Span(len(previous), len(previous))
        return self._named(previous, last, end) if previous.rstrip().endswith((":", ",")) else Attributed()

    def signed(self, following: str) -> Attributed:
        """Who signs below a block quotation: "— Mr. Heusgen (Germany), S/PV.8713"."""
        found = DASHED.match(following[:FAR])
        if found is None:
            return Attributed()
        return self.listed(found["who"] + following[found.end() : FAR])

    def listed(self, text: str) -> Attributed:
        """What a note or signature names first: delegation, speaker, meeting."""
        text = text[:FAR]
        mentions = self._delegations.find_in(text)
        titled = TITLED.search(text)
        meeting = MEETING.search(text) or DOCUMENT.search(text)
        return Attributed(
            mentions[0].span.of(text) if mentions else None,
            titled["name"].strip() if titled else None,
            meeting.group() if meeting else None,
            find_date(text) if meeting or mentions or titled or SPEECH_WORD.search(text) else None,
        )

    def _with_notes(self, found: Attributed, block: Block, place: Span, sentence: Span) -> Attributed:
        """A note at the end of the quotation or of its sentence gives the meeting, and whoever is not named
        yet."""
        for note in block.notes:
            if place.end <= note.at <= max(sentence.end, place.end + 3):
                noted = self.listed(note.text)
                unnamed = not found.names_someone
                return Attributed(
                    noted.delegation if unnamed else found.delegation,
                    noted.speaker if unnamed else found.speaker,
                    found.meeting or noted.meeting,
                    found.date or noted.date,
                )
        return found

    def _named(self, text: str, sentence: Span, place: Span) -> Attributed:
        sentence = Span(max(sentence.start, place.start - REACH), min(sentence.end, place.end + REACH))
        meeting = MEETING.search(text, sentence.start, sentence.end)
        delegation = self._best(self._delegation_names(text, sentence, place))
        speaker = self._best(self._speaker_names(text, sentence, place))
        date = self._date(text, sentence, place)
        return Attributed(delegation, speaker, meeting.group() if meeting else None, date)

    def _date(self, text: str, sentence: Span, place: Span) -> str | None:
        """The day on which the draft says it was said: "On 2 April 2019, Peru said", "said on 2 April", "(2
        April 2019)"."""
        start = sentence.start
        dates = [
            found
            for found in DATE.finditer(text, start, sentence.end)
            if self._is_spoken_on(text[start : found.start()], found.start() > place.start)
        ]
        told = dates[0].group() if len(dates) == 1 else ""
        return find_date(told) or (told if told.isdecimal() else None)

    def _is_spoken_on(self, lead: str, behind: bool) -> bool:
        lead = lead[-DATED:] if len(lead) > DATED else lead
        spoken = SPOKEN_DATED.search(lead)
        bracket = behind and "(" in lead and ")" not in lead.rpartition("(")[2]
        told = spoken is not None and (
            spoken["verb"] in SPEECH or (spoken["verb"] in SPEAKING and spoken["link"] != "of")
        )
        return bracket or told or OPENS_DATED.match(lead) is not None

    def _best(self, names: Sequence[_Named]) -> str | None:
        best = max(names, key=lambda named: named.score, default=None)
        return best.text if best is not None and best.score >= ENOUGH else None

    def _delegation_names(self, text: str, sentence: Span, place: Span) -> list[_Named]:
        offset = sentence.start
        names: list[_Named] = []
        for mention in self._delegations.find_in(sentence.of(text)):
            span = Span(mention.span.start + offset, mention.span.end + offset)
            score = score_of(text, span, sentence, place) + 2 * (not names and is_subject(text, span, place))
            names.append(_Named(span.of(text), span, score))
        return names

    def _speaker_names(self, text: str, sentence: Span, place: Span) -> list[_Named]:
        names = []
        places = [
            Span(m.span.start + sentence.start, m.span.end + sentence.start)
            for m in self._delegations.find_in(sentence.of(text))
        ]
        for found in TITLED.finditer(text, sentence.start, sentence.end):
            name = found["name"].strip().removesuffix("'s").removesuffix("’s")
            span = Span(found.start("name"), found.start("name") + len(name))
            score = score_of(text, Span(found.start(), span.end), sentence, place)
            names.append(_Named(name, span, score))
        for pattern in (BEFORE_VERB, AFTER_VERB):
            for found in pattern.finditer(text, sentence.start, sentence.end):
                name, span = found["name"].strip(), Span(*found.span("name"))
                of_place = any(map(span.overlaps, places))
                if found["verb"] in SPEAKING and not of_place and not self._is_place(name):
                    names.append(_Named(name, span, ENOUGH))
        return names

    def _is_place(self, name: str) -> bool:
        return bool(self._delegations.find_in(name)) or name.split()[0] in {
            "The",
            "In",
            "A",
            "At",
            "As",
            "It",
            "He",
        }


def _clause(masked: str, sentence: Span, place: Span) -> Span:
    """The part of the sentence between semicolons, or conjunctions behind another quotation, around
    `place`."""
    marks = list(CLAUSE.finditer(masked, sentence.start, sentence.end))
    start = max((mark.end() for mark in marks if mark.end() <= place.start), default=sentence.start)
    end = min((mark.start() for mark in marks if mark.start() >= place.end), default=sentence.end)
    return Span(start, end)


def _near(block: Block, place: Span, others: Sequence[Span]) -> tuple[Block, Span, Sequence[Span]]:
    """The same, without what is far from the quotation in a long paragraph."""
    first, last = max(0, place.start - FAR), min(len(block.text), place.end + FAR)
    if last - first == len(block.text):
        return block, place, others
    beside = [Span(max(first, one.start) - first, min(last, one.end) - first) for one in others]
    notes = tuple(replace(note, at=note.at - first) for note in block.notes if first <= note.at <= last)
    kept = replace(block, text=block.text[first:last], notes=notes)
    here = Span(place.start - first, place.end - first)
    return kept, here, [one for one in beside if one.start < one.end]


def _masked(text: str, quotations: Sequence[Span]) -> str:
    """The text with quoted words blotted out, except for a last character that ends a sentence."""
    masked = list(text)
    for span in quotations:
        for at in range(span.start, span.end - 1):
            masked[at] = "x"
    return "".join(masked)


def _sentence(masked: str, place: Span) -> Span:
    """The sentence that holds the quotation."""
    for sentence in split_sentences(masked):
        if sentence.start <= place.start < sentence.end:
            return Span(sentence.start, max(sentence.end, place.end))
    return Span(0, len(masked))
