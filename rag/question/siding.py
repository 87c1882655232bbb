"""The side a question asks about, where those asked are the subject of a verb or noun of taking sides.

In: the pieces of a question. Out: a `Siding`: the side, and the words it is taken on ("the embargo" of "who
wants the embargo lifted?"), or that no side is asked about ("who said that ..."). None where such words do not
tell (the words are kept in `data/siding.tsv`): then the learned models decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from index.model import Span
from index.tables import rows_of
from rag.question.features import Piece
from rag.question.links import Link
from rag.question.model import SideName
from rag.question.senses import FUNCTION, senses_of, shape, stem
from rag.question.wordsets import words_of

Told = Literal["for", "against", "none"]
ACTING, BODIES = ("delegation", "speaker"), ("body", "mission", "armed")
"""Kinds of names of those who may be agreed or quarrelled with, and forms of such that are a topic."""
OTHER: dict[Told, Told] = {"for": "against", "against": "for", "none": "none"}
NOT = frozenset(["not", "t", "never", "hardly", "nor"])
NONE_OF = frozenset(["no", "nothing", "little", "neither"])
PERSONS = frozenset(["who", "whom", "whoever", "those", "anyone", "anybody", "someone", "somebody", "nobody"])
ASKING_ELSE = frozenset(["what", "why", "when", "where", "how"])
MODALS = frozenset(["must", "should", "ought", "be", "need", "needs", "has", "have", "may", "can"])
SELVES = frozenset(["they", "it", "he", "she"])
LOOSE = frozenset(["a", "an", "the", "any", "its", "their", "his", "her", "own", "some", "very", "more"])
PREPOSITIONS = frozenset(["of", "to", "towards", "toward", "about", "with", "over", "on", "at", "by", "in"])
ALONE = frozenset(["for", "against", "behind", "pro", "anti"])
COPULAS = frozenset(["as", "to", "be", "is", "was", "are", "were", "being"])
AGAINST, FOR = frozenset(["against"]), (("in", "favour", "of"), ("in", "favor", "of"), ("in", "support", "of"))
REASON = ("because", "on the ground", "on the grounds", "for fear", ", as", ", since", "since they")
"""What begins the reason for which a side is taken; it is no part of what the side is on."""
PARTIES, AUXILIARIES = words_of("members"), words_of("auxiliaries")
SKIPPED = (
    (FUNCTION | AUXILIARIES | words_of("asides") | {",", "d", "ll", "ve", "s", "'s", "been"})
    - NOT
    - ASKING_ELSE
    - {"for", "against", "that", "because"}
)
SHORT = 4
"""Letters of words with the ending of an adverb that may be none."""
GAP, CLAUSE, NEAR = 8, 8, 4
"""Words that may stand between those asked and the verb, between a verb of saying and its clause, and between a
verb and its adjective or noun."""


@dataclass(frozen=True, slots=True)
class Siding:
    """The side asked about, or None, and the spans of what it is taken on, in order."""

    side: SideName | None
    topic: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Sentence:
    """The pieces of one sentence, and each as it is looked up; `actors` are the names that are no topic."""

    pieces: tuple[Piece, ...]
    texts: tuple[str, ...]
    bases: tuple[str, ...]
    actors: frozenset[int]

    def __len__(self) -> int:
        return len(self.pieces)

    def behind(self, kind: str, at: int) -> tuple[Told, int] | None:
        """The side of the longest phrase of a kind that stands here, and where it ends."""
        for phrase, side in _phrases(kind).get(self.base(at), ()):
            end = self._end(phrase, at, kind != "mention")
            if end is not None:
                return side, end
        return None

    def base(self, at: int) -> str:
        return self.bases[at] if at < len(self) else ""

    def text(self, at: int) -> str:
        return self.texts[at] if at < len(self) else ""

    def _end(self, phrase: Sequence[str], at: int, loosely: bool) -> int | None:
        for first, word in enumerate(phrase):
            if first:
                at = self.past_loose(at, loosely)
            if self.base(at) != word:
                return None
            at += 1
        return at

    def past_loose(self, at: int, adverbs: bool = True) -> int:
        """Behind articles, and adverbs if they count as loose."""
        while self.text(at) in LOOSE or (adverbs and _is_adverb(self.text(at))):
            at += 1
        return at

    def names(self, at: int) -> bool:
        """Does a State or person stand here, not what is theirs ("Cuba", not "Cuba's proposal")?"""
        at = self.past_loose(at)
        named = at < len(self) and self.pieces[at].link in self.actors
        return named and self.text(at + 1) != "'s" and not _is_content(self.text(at + 1))

    def spans(self, first: int, last: int) -> tuple[Span, ...]:
        """From one piece up to another, without an article, or nothing."""
        while first < last and (self.text(first) in LOOSE or self.text(first) in (",", ":", "that")):
            first += 1
        while last > first and (self.text(last - 1) in ",;:" or "latest" in senses_of(self.text(last - 1))):
            last -= 1
        return (Span(self.pieces[first].start, self.pieces[last - 1].end),) if first < last else ()


def read_siding(pieces: Sequence[Piece], links: Sequence[Link], asked_by_name: bool) -> Siding | None:
    """What the words tell of the last sentence that asks who; nobody takes a side where one delegation is
    asked by name what it said."""
    actors = frozenset(at for at, link in enumerate(links) if link.kind in ACTING and link.form not in BODIES)
    sentences = list(_sentences(pieces, actors))
    for sentence in reversed(sentences):
        subject = _subject(sentence)
        if subject is not None:
            return _judged(sentence, *subject)
    for sentence in reversed(sentences):
        siding = None if asked_by_name else _camp(sentence)
        if siding is not None:
            return siding
        if _asks_what_was_said(sentence):
            return Siding(None)
    framed = any(sentence.text(0) in ASKING_ELSE | AUXILIARIES for sentence in sentences)
    return Siding(None) if asked_by_name and framed else None


def _sentences(pieces: Sequence[Piece], actors: frozenset[int]) -> Iterator[Sentence]:
    some: list[Piece] = []
    for piece in (*pieces, Piece(".", 0, 0)):
        if piece.text not in (".", "?", "!", ";"):
            some.append(piece)
        elif some:
            texts = tuple(one.text for one in some)
            yield Sentence(tuple(some), texts, tuple(map(_base, texts)), actors)
            some = []


def _camp(sentence: Sentence) -> Siding | None:
    """ "Opponents of X", "hostile to X" at the start, or behind words that only ask."""
    for at in range(len(sentence)):
        found = sentence.behind("camp", at)
        if found is not None and sentence.text(found[1]) in ("of", "to"):
            return _taken(sentence, found[0], found[1] + 1)[0]
        found = _is(sentence, at) if at == 0 and sentence.text(at) not in ALONE else None
        if found is not None:
            return found[0]
        if not _skipped(sentence, at) and sentence.text(at) not in ASKING_ELSE:
            return None
    return None


def _asks_what_was_said(sentence: Sentence) -> bool:
    """ "What was said about X", "what do they say on X"."""
    return sentence.text(0) == "what" and any(
        sentence.base(at) == "say" and sentence.text(at + 1) in ("about", "on", "of", "regarding", "concerning")
        for at in range(len(sentence))
    )


def _subject(sentence: Sentence) -> tuple[int, bool] | None:
    """Where the words for those asked end, and whether they stand behind "by"; None if others are asked."""
    for at, text in enumerate(sentence.texts):
        passive = at > 0 and sentence.text(at - 1) == "by"
        if text in PERSONS:
            return at + 1, passive
        if _may_name(sentence, at):
            ends = [i for i in range(at, min(at + 5, len(sentence))) if _is_party(sentence.text(i))]
            if ends:
                return ends[0] + 1, passive
        if text in ASKING_ELSE:
            return None
        if _is_party(text) and sentence.text(at + 1) in ("that", "which", "who"):
            return at + 2, passive
    return None


def _may_name(sentence: Sentence, at: int) -> bool:
    """May words for those asked follow: "which", "what", "any", "how many", "whose", or such a word first?"""
    text, follows = sentence.text(at), sentence.text(at + 1)
    if text in ("which", "what", "whose", "any"):
        return follows not in AUXILIARIES
    return (text == "how" and follows == "many") or (at == 0 and _is_party(text))


def _is_party(text: str) -> bool:
    return text in PARTIES or text == "<group>" or shape(text) == "PARTY"


def _judged(sentence: Sentence, at: int, passive: bool) -> Siding | None:
    """What the first verb behind the subject tells."""
    if passive:
        return _passive(sentence, at)
    turned, last = False, at + GAP
    while at < min(last, len(sentence)):
        for rule in RULES:
            found = rule(sentence, at)
            if found is not None:
                return _turned(found) if turned else found[0]
        if sentence.text(at) in NOT:
            turned = not turned
        elif not _skipped(sentence, at):
            return None
        at += 1
    return None


Found = tuple[Siding | None, bool]
"""What a rule tells (None: that the models should), and whether "not" before it turns it."""


def _turned(found: Found) -> Siding | None:
    siding, turns = found
    if siding is None or siding.side is None or not turns:
        return None
    return Siding(cast(SideName, OTHER[siding.side]), siding.topic)


def _skipped(sentence: Sentence, at: int) -> bool:
    """May it stand between those asked and the verb ("who of the members that came then openly backed")?"""
    text = sentence.text(at)
    relative = text in ("that", "which", "who") and _is_party(sentence.text(at - 1))
    return text in SKIPPED or text.startswith("<") or _is_party(text) or relative or _is_adverb(text)


def _is_adverb(text: str) -> bool:
    return text.endswith("ly") and len(text) > SHORT


def _taken(sentence: Sentence, side: Told, at: int, turns: bool = True) -> Found:
    """The side on what follows, up to a reason; nothing where nothing follows."""
    end = _end_of(sentence, at)
    both = sentence.text(at) in ("and", "or") or " and who " in " ".join(sentence.texts[at:end])
    topic = () if both or sentence.names(at) else sentence.spans(at, end)
    return (Siding(cast(SideName, side), topic) if topic else None), turns


def _end_of(sentence: Sentence, at: int) -> int:
    for end in range(at + 1, len(sentence)):
        rest = " ".join(sentence.texts[end : end + 3])
        if any(f"{rest} ".startswith(f"{one} ") for one in REASON):
            return end
    return len(sentence)


def _refuses(sentence: Sentence, at: int) -> Found | None:
    """ "Refuses to support X" is against X, "refuses to condemn X" against condemning it."""
    found = sentence.behind("refuse", at)
    if found is None:
        return None
    to = sentence.text(found[1]) == "to"
    verb = sentence.behind("verb", found[1] + 1) if to else None
    if to and verb is None and sentence.behind("mention", found[1] + 1):
        return None, False
    return _taken(sentence, "against", verb[1] if verb and verb[0] == "for" else found[1] + to)


def _wants(sentence: Sentence, at: int) -> Found | None:
    """ "Wants X", "wants X kept", "wants to end X", "wants no X"."""
    found = sentence.behind("want", at)
    if found is None:
        return None
    at = found[1]
    turned = sentence.text(at) in NOT
    at += turned
    if sentence.text(at) in ("to", "seeing") and sentence.base(at + 1) in ("see", "have"):
        at += 2
    wish = _wish(sentence, at)
    return (_turned((wish, True)) if turned else wish), True


def _wish(sentence: Sentence, at: int) -> Siding | None:
    if sentence.text(at) == "to":
        for kind in ("keep", "end"):
            found = sentence.behind(kind, sentence.past_loose(at + 1))
            if found is not None:
                return _taken(sentence, *found)[0]
        return None
    if sentence.text(at) in NONE_OF:
        return _taken(sentence, "against", at + 1)[0]
    at = sentence.past_loose(at)
    stop = sentence.behind("stop", at)
    if stop is not None:
        return _taken(sentence, *stop)[0]
    return _fate(sentence, at, _end_of(sentence, at)) or _thing(sentence, at)


def _fate(sentence: Sentence, first: int, last: int) -> Siding | None:
    """The side on what is to be kept or ended, if it is."""
    for at in range(first + 1, last):
        for kind in ("keep", "end"):
            found = sentence.behind(kind, at)
            if found is not None and _is_fate(sentence, at, found[1], last):
                end, turned = _before_fate(sentence, first, at)
                side = OTHER[found[0]] if turned else found[0]
                topic = (*sentence.spans(first, end), *_rest(sentence, found[1], last))
                return Siding(cast(SideName, side), topic) if topic else None
    return None


def _is_fate(sentence: Sentence, at: int, end: int, last: int) -> bool:
    """Is it a participle or an infinitive ("kept", "to go", "be lifted") with nothing it could be an adjective
    of behind it?"""
    text = sentence.text(at)
    before = sentence.text(at - 1)
    if before in MODALS:
        return True
    verbal = text.endswith("ed") or _is_form(text) or before == "to"
    return verbal and (end >= last or not _is_content(sentence.text(end)))


def _is_content(text: str) -> bool:
    return text.isalpha() and text not in FUNCTION and not text.endswith("ly") and text != "now"


def _before_fate(sentence: Sentence, first: int, at: int) -> tuple[int, bool]:
    """Where what is to be kept or ended ends, and whether it is not to be."""
    turned = False
    while at > first + 1 and sentence.text(at - 1) in ("to", "be", "not", "never", "being", *MODALS):
        turned ^= sentence.text(at - 1) in NOT
        at -= 1
    return at, turned


def _rest(sentence: Sentence, first: int, last: int) -> tuple[Span, ...]:
    """What belongs to the topic behind its fate: "kept ON THE AGENDA"."""
    names = sentence.text(first) in ("on", "in", "from", "against", "of")
    return sentence.spans(first, last) if names else ()


def _thing(sentence: Sentence, at: int) -> Siding | None:
    """ "Wants a tax on X": for it; who wants another to do something takes no side on that other."""
    bids = any(_bidden(sentence, i) for i in range(at + 1, _end_of(sentence, at)))
    return Siding(None) if bids else _taken(sentence, "for", at)[0]


def _bidden(sentence: Sentence, at: int) -> bool:
    """Is this the "to" of what another is to do ("States TO act", "the fund TO pay a third")?"""
    if sentence.text(at) != "to" or sentence.text(at + 1) == "be":
        return False
    before = sentence.text(at - 1)
    return before.startswith("<") or _is_party(before) or sentence.text(at + 2) in LOOSE


def _has(sentence: Sentence, at: int) -> Found | None:
    """ "Voiced grave misgivings about X", "has no objection to X"."""
    if sentence.behind("take", at) is None:
        return None
    turned = False
    for place in range(at + 1, min(at + NEAR + 1, len(sentence))):
        text = sentence.text(place)
        if text in PREPOSITIONS:
            return None
        if text == "nothing" and sentence.text(place + 1) == "against":
            return _taken(sentence, "for", place + 2)
        turned = turned or text in NONE_OF
        found = sentence.behind("noun", place)
        if found is not None and sentence.text(found[1]) in PREPOSITIONS | {"for", "against"}:
            return _taken(sentence, OTHER[found[0]] if turned else found[0], found[1] + 1)
    return None


def _is(sentence: Sentence, at: int) -> Found | None:
    """ "Is critical of X"; also without a verb ("States hostile to X")."""
    being = sentence.base(at) in ("be", "remain", "feel", "seem", "sound", "stay", "becom")
    bare = at == 0 or _is_party(sentence.text(at - 1)) or sentence.text(at - 1) in PERSONS - {"who"}
    if not being and not bare:
        return None
    turned = False
    for place in range(at + being, min(at + NEAR, len(sentence))):
        text = sentence.text(place)
        turned ^= text in NOT
        found = sentence.behind("be", place)
        if found is not None:
            closed = sentence.text(found[1] - 1) in PREPOSITIONS | ALONE
            if closed or sentence.text(found[1]) in PREPOSITIONS | {"that"}:
                side = OTHER[found[0]] if turned else found[0]
                return _taken(sentence, side, found[1] + (not closed))
        if text not in NOT and text not in LOOSE and not text.endswith("ly") and text not in ("all", "still"):
            return None
    return None


def _by_preposition(sentence: Sentence, at: int) -> Found | None:
    """ "Speaks out against X", "argues in favour of X"."""
    found = sentence.behind("way", at)
    if found is None:
        return None
    place = sentence.past_loose(found[1])
    place += sentence.text(place) in ("out", "up", "openly")
    if sentence.text(place) in AGAINST:
        return _taken(sentence, "against", place + 1)
    if sentence.bases[place : place + 3] in FOR:
        return _taken(sentence, "for", place + 3)
    return None


def _does(sentence: Sentence, at: int) -> Found | None:
    """ "Backs X"; a clause behind it is left to the models."""
    at += sentence.base(at) == "keep" and sentence.text(at + 1).endswith("ing")
    found = sentence.behind("verb", at)
    if found is None or (sentence.text(found[1]) == "that" and found[1] == at + 1):
        return None
    return _taken(sentence, *found)


def _bids(sentence: Sentence, at: int) -> Found | None:
    """Who calls for an end to something, or for it to be ended, is against it; who calls for a debate on it takes
    no side; the rest is left to the models."""
    found = sentence.behind("bid", at)
    if found is None:
        return None
    at = sentence.past_loose(found[1])
    stop = sentence.behind("stop", at)
    if stop is not None:
        return _taken(sentence, *stop)
    if sentence.behind("forum", at):
        return Siding(None), False
    return _fate(sentence, at, _end_of(sentence, at)), True


def _judges(sentence: Sentence, at: int) -> Found | None:
    """ "Considers X reckless", "calls X a success"."""
    if sentence.behind("judge", at) is None:
        return None
    last = _end_of(sentence, at)
    for place in range(at + 2, last):
        found = sentence.behind("value", place)
        if found is not None and (found[1] >= last or sentence.text(found[1]) in ("or", "and")):
            end, turned = _before_value(sentence, at + 1, place)
            side = OTHER[found[0]] if turned else found[0]
            topic = sentence.spans(at + 1, end)
            return (Siding(cast(SideName, side), topic) if topic else None), True
    return None


def _before_value(sentence: Sentence, first: int, at: int) -> tuple[int, bool]:
    """Where what is judged ends ("X AS A mistake", "X TO BE unfair"), and whether it is judged not to be so."""
    turned = False
    while at > first + 1 and sentence.text(at - 1) in COPULAS | LOOSE | NOT:
        turned ^= sentence.text(at - 1) in NOT
        at -= 1
    return at, turned


def _says(sentence: Sentence, at: int) -> Found | None:
    """Who says that something must stay or go, or that "they" support it, takes a side; who says anything else
    makes a claim."""
    found = sentence.behind("say", at)
    if found is None:
        return None
    clause = next((i + 1 for i in range(found[1], found[1] + CLAUSE) if sentence.text(i) == "that"), None)
    first, last = clause or found[1], _end_of(sentence, clause or found[1])
    modal = next((i for i in range(first + 1, last) if sentence.text(i) in MODALS), None)
    own = clause if clause is not None else first
    if sentence.text(own) in SELVES:
        return _judged(sentence, own + 1, passive=False), False
    fate = _fate(sentence, first, last) if modal is not None else _stays(sentence, clause, last)
    if fate is not None:
        return fate, False
    return (Siding(None), False) if clause is not None else None


def _stays(sentence: Sentence, clause: int | None, last: int) -> Siding | None:
    """ "Insists that X stay blocked": for the whole of it."""
    stays = clause and any(sentence.base(at) in ("stay", "remain") for at in range(clause + 1, last))
    topic = sentence.spans(clause, last) if clause and stays else ()
    return Siding("for", topic) if topic else None


def _mentions(sentence: Sentence, at: int) -> Found | None:
    """Who only spoke of something took no side that is asked about."""
    if sentence.behind("mention", at) is None:
        return None
    silent = any(text in NOT | NONE_OF for text in sentence.texts[at:])
    return (None if silent else Siding(None)), False


Rule = Callable[[Sentence, int], Found | None]
RULES: tuple[Rule, ...] = (
    _refuses,
    _wants,
    _bids,
    _has,
    _is,
    _by_preposition,
    _judges,
    _does,
    _says,
    _mentions,
)


def _passive(sentence: Sentence, at: int) -> Siding | None:
    """ "By whom was X rejected?": what stands between."""
    if sentence.base(at) not in ("be", "has", "have", "had"):
        return None
    first = at + 1 + (sentence.base(at + 1) == "be")
    for place in range(first + 1, len(sentence)):
        found = sentence.behind("verb", place)
        if found is not None and (sentence.text(place).endswith("ed") or _is_form(sentence.text(place))):
            topic = () if sentence.names(first) else sentence.spans(first, place)
            return Siding(cast(SideName, found[0]), topic) if topic else None
    return None


# The table


@cache
def _phrases(kind: str) -> dict[str, list[tuple[tuple[str, ...], Told]]]:
    """The phrases of a kind by their first word, the longest first, without articles."""
    found: dict[str, list[tuple[tuple[str, ...], Told]]] = {}
    for row in rows_of("rag", "siding.tsv"):
        if row["kind"] == kind:
            for words in row["words"].split(", "):
                phrase = tuple(_base(word) for word in words.split() if word not in LOOSE)
                found.setdefault(phrase[0], []).append((phrase, cast(Told, row["side"])))
    for some in found.values():
        some.sort(key=lambda one: -len(one[0]))
    return found


@cache
def _forms() -> dict[str, str]:
    """Irregular form to its verb."""
    rows = (row for row in rows_of("rag", "siding.tsv") if row["kind"] == "form")
    pairs = (one.split(": ") for row in rows for one in row["words"].split(", "))
    return {form: verb for verb, forms in pairs for form in forms.split()}


def _is_form(text: str) -> bool:
    return text in _forms()


def _base(text: str) -> str:
    return stem(_forms().get(text, text))
