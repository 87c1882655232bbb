"""To whom a draft gives a quotation: read from the sentence around it, its notes, and what came before.

In: a block, the place of a quotation in it, and the attribution last understood. Out: `Attributed`: free
text as it stands in the draft, None where the draft does not say. A name only spoken of is not the speaker.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.model import Span
from index.segmentation.sentences import split_sentences
from index.speakers.delegations import Delegations
from rag.draft.model import Block

_VERBS = """
accuse acknowledge add admit advise affirm agree allege announce answer appeal argue ask assert
assure believe call caution charge cite claim comment complain concede conclude condemn confirm
consider contend continue declare decry demand denounce deny deplore describe dismiss elaborate
emphasise emphasize endorse explain express highlight hold insist invoke lament maintain mention
note object observe pledge point promise propose protest put quote reaffirm recall recognise
recognize reiterate reject remark remind reply report respond say state stress submit suggest tell
tweet underline underscore urge voice vow warn welcome write
"""
_IRREGULAR = (
    "said says told wrote written held replied replies denied denies decried put spoke speaks words statement"
)
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Lord|Lady|Baroness|Amb|Ambassador|Minister|Secretary|President|Chancellor|"
    r"Representative|Envoy|Excellency|General|Prof|Professor|Sheikh|Prince|Princess|Delegate|Coordinator|Director|"
    r"Commissioner)\b\.?\s+(?P<name>(?:(?:[A-Z]\.|[A-ZÀ-Þ][\w’'-]+|(?:de|da|del|van|von|der|bin|al|el|la|le|dos)\b)\s*){1,4})"
)
_BEFORE_VERB = re.compile(r"(?P<name>(?:[A-ZÀ-Þ][\w’'-]+\s+){1,3})(?P<verb>[a-z]+)\b")
_AFTER_VERB = re.compile(r"\b(?P<verb>[a-z]+)\s+(?P<name>[A-ZÀ-Þ][\w’'-]+(?:\s+[A-ZÀ-Þ][\w’'-]+){0,2})")
_LEADS_UP = re.compile(r"(?:\b(?:that|as|by|is|was|a|an|the|of|are|to)|[:,—–-])\s*\W?$")
_PRONOUN = re.compile(
    r"^\W*(?:(?:And|But|Then|Later|Earlier|Further|Furthermore|Moreover|In addition),?\s+)?"
    r"(?:He|She|They|It)\b|\b(?:he|she|they|it)\b"
    r"|\b[Tt]he (?:ambassador|minister|representative|envoy|delegate|speaker)\b(?! of| for)"
)
_MEETING = re.compile(
    r"[SA](?:/\d{1,3})?/PV\.\s?\d{1,5}(?:\s*\((?:Resumption|Resumed)\s*\d*\))?|\d{2,5}(?:st|nd|rd|th)\s+(?:plenary\s+)?meeting"
)
_DOCUMENT = re.compile(r"[SA]/\d{4}/\d{1,5}")
_SPOKEN_OF = re.compile(
    r"\b(?:on|about|of|in|against|to|towards|into|with|from|over|between|and|regarding|concerning|for|told|at)\s+"
    r"(?:the\s+)?$",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\b(?:representative|ambassador|envoy|delegate|delegation|minister|mission|spokes\w+|president|speaker|statement|"
    r"words|intervention|remarks|speech|government|king|emir|chancellor)\s+(?:of|for|by|from)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_ACCORDING = re.compile(
    r"\b(?:according to|in the words of|as|per|quoting|quoted|by)\s+(?:the\s+)?"
    r"(?:(?:permanent\s+)?(?:representative|ambassador|delegation|delegate|envoy)\s+(?:of|for)\s+(?:the\s+)?)?$",
    re.IGNORECASE,
)
_NAME_OF = re.compile(_TITLED.pattern + r"\s*(?:of|from|for)\s+(?:the\s+)?$")
_APPOSED = re.compile(r"^,[^,.:;“\"]{3,100},")
_DASHED = re.compile(r"^\s*[—–-]{1,2}\s*(?P<who>[^.]{3,120})")
NEAR_WORDS, BRACKET_NEAR = 6, 60
ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Attributed:
    """As the draft has it; None where it does not say."""

    delegation: str | None = None
    speaker: str | None = None
    meeting: str | None = None

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
        self._verbs = frozenset(form for verb in _VERBS.split() for form in _forms(verb)) | set(
            _IRREGULAR.split()
        )

    def around(self, block: Block, place: Span, others: Sequence[Span], before: Attributed) -> Attributed:
        """The attribution of the quotation at `place`; `others` are all quotations of the block."""
        masked = _masked(block.text, others)
        sentence = _sentence(masked, place)
        found = self._named(masked, sentence, place)
        if not found.names_someone and _PRONOUN.search(sentence.of(masked)):
            found = Attributed(before.delegation, before.speaker, found.meeting)
        return self._with_notes(found, block, place, sentence)

    def introduced(self, previous: str) -> Attributed:
        """Who a block quotation is given to: the last sentence before it, when it leads up to one."""
        sentences = split_sentences(previous)
        if not sentences:
            return Attributed()
        last = sentences[-1]
        end = Span(len(previous), len(previous))
        return self._named(previous, last, end) if previous.rstrip().endswith((":", ",")) else Attributed()

    def signed(self, following: str) -> Attributed:
        """Who signs below a block quotation: "— Mr. Heusgen (Germany), S/PV.8713"."""
        found = _DASHED.match(following)
        if found is None:
            return Attributed()
        return self.listed(found["who"] + following[found.end() :])

    def listed(self, text: str) -> Attributed:
        """What a note or signature names first: delegation, speaker, meeting."""
        mentions = self._delegations.find_in(text)
        titled = _TITLED.search(text)
        meeting = _MEETING.search(text) or _DOCUMENT.search(text)
        return Attributed(
            mentions[0].span.of(text) if mentions else None,
            titled["name"].strip() if titled else None,
            meeting.group() if meeting else None,
        )

    def _with_notes(self, found: Attributed, block: Block, place: Span, sentence: Span) -> Attributed:
        """A note at the quotation's end, or the sentence's, tells the meeting and whoever is not named."""
        for note in block.notes:
            if place.end <= note.at <= max(sentence.end, place.end + 3):
                noted = self.listed(note.text)
                unnamed = not found.names_someone
                return Attributed(
                    noted.delegation if unnamed else found.delegation,
                    noted.speaker if unnamed else found.speaker,
                    found.meeting or noted.meeting,
                )
        return found

    def _named(self, text: str, sentence: Span, place: Span) -> Attributed:
        meeting = _MEETING.search(text, sentence.start, sentence.end)
        delegation = self._best(self._delegation_names(text, sentence, place))
        speaker = self._best(self._speaker_names(text, sentence, place))
        return Attributed(delegation, speaker, meeting.group() if meeting else None)

    def _best(self, names: Sequence[_Named]) -> str | None:
        best = max(names, key=lambda named: named.score, default=None)
        return best.text if best is not None and best.score >= ENOUGH else None

    def _delegation_names(self, text: str, sentence: Span, place: Span) -> list[_Named]:
        offset = sentence.start
        names: list[_Named] = []
        for mention in self._delegations.find_in(sentence.of(text)):
            span = Span(mention.span.start + offset, mention.span.end + offset)
            score = self._score(text, span, sentence, place) + 2 * (
                not names and _is_subject(text, span, place)
            )
            names.append(_Named(span.of(text), span, score))
        return names

    def _speaker_names(self, text: str, sentence: Span, place: Span) -> list[_Named]:
        names = []
        places = [
            Span(m.span.start + sentence.start, m.span.end + sentence.start)
            for m in self._delegations.find_in(sentence.of(text))
        ]
        for found in _TITLED.finditer(text, sentence.start, sentence.end):
            span = Span(*found.span("name"))
            score = self._score(text, Span(found.start(), found.end()), sentence, place)
            names.append(_Named(found["name"].strip(), span, score))
        for pattern in (_BEFORE_VERB, _AFTER_VERB):
            for found in pattern.finditer(text, sentence.start, sentence.end):
                name, span = found["name"].strip(), Span(*found.span("name"))
                of_place = any(p.start < span.end and span.start < p.end for p in places)
                if found["verb"] in self._verbs and not of_place and not self._is_place(name):
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

    def _score(self, text: str, span: Span, sentence: Span, place: Span) -> int:
        """How much speaks for this name being the speaker's: a verb of speech near, an office, brackets."""
        lead, rest = text[sentence.start : span.start], text[span.end : sentence.end]
        office = _OFFICE.search(lead) or _NAME_OF.search(lead)
        according = _ACCORDING.search(lead)
        score = 1 if span.start < place.start else 0
        after = _APPOSED.sub("", rest).split()[:NEAR_WORDS]
        score += 3 * self._speaks(after) + 3 * self._speaks(lead.split()[-1:])
        score += 3 * bool(according) + 2 * bool(office)
        score += 2 * (text[span.start - 1 : span.start] == "(" and span.start > place.start - BRACKET_NEAR)
        score += 2 * (rest.strip().startswith(":") and span.end < place.start)
        score += 1 * rest.startswith(("'s", "’s"))
        return score - 3 * bool(_SPOKEN_OF.search(lead) and not office and not according)

    def _speaks(self, words: Sequence[str]) -> bool:
        return any(word.strip(".,:;()").lower() in self._verbs for word in words)


def _forms(verb: str) -> tuple[str, ...]:
    """Third person, past and participle of a regular verb."""
    if verb.endswith("e"):
        return (verb, verb + "s", verb + "d", verb[:-1] + "ing")
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return (verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    return (verb, verb + "s", verb + "es", verb + "ed", verb + verb[-1] + "ed", verb + "ing")


def _is_subject(text: str, span: Span, place: Span) -> bool:
    """The first delegation of a sentence that leads up to the quotation, and not one only spoken of."""
    between = text[span.end : place.start]
    return (
        span.end <= place.start
        and _LEADS_UP.search(between) is not None
        and not _SPOKEN_OF.search(text[: span.start])
    )


def _masked(text: str, quotations: Sequence[Span]) -> str:
    """The text with what is quoted blotted out, its last character kept to end a sentence where it does."""
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
