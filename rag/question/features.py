"""What the small models look at: words around a name, n-grams of the question with its names masked, vectors.

In: a question, its links and dates, and the encoder's vectors if there are any. Out: the names of the
features that hold, and dense vectors. Training and answering share this code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.model import Span
from index.text.folding import words_with_places
from rag.question.dates import DateMention
from rag.question.links import Link
from rag.question.senses import senses_of, shape, stem
from rag.question.wordsets import words_of

REACH = 5
"""Words on either side of a name that are looked at."""
SIGNS = re.compile(r"[?!,.;:()\"“”–—]|(?<=\s)-(?=\s)|['’]s\b")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, sign or masked name of the question."""

    text: str
    start: int
    end: int
    link: int | None = None


def pieces_of(
    question: str, links: Sequence[Link], others: Sequence[tuple[Span, str]] = ()
) -> tuple[Piece, ...]:
    """The question as words and signs, each name one piece such as "<delegation>", each date "<date>"."""
    masked: list[tuple[Span, str, int | None]] = [
        (link.span, f"<{link.kind}>", at) for at, link in enumerate(links) if link.form != "capital_word"
    ]
    taken = [span for span, _, _ in masked]
    masked += [(span, name, None) for span, name in others if not any(span.overlaps(one) for one in taken)]
    spans = [span for span, _, _ in masked]
    found = [Piece(name, span.start, span.end, at) for span, name, at in masked]
    for word, start, end in words_with_places(question):
        if not any(start < span.end and span.start < end for span in spans):
            found.append(Piece("#" if word.isdigit() else word, start, end))
    for sign in SIGNS.finditer(question):
        if not any(sign.start() < span.end and span.start < sign.end() for span in spans):
            found.append(Piece("'s" if len(sign.group()) == 2 else sign.group(), sign.start(), sign.end()))
    found.sort(key=lambda piece: (piece.start, piece.end))
    return tuple(_without_s(found))


def _without_s(pieces: list[Piece]) -> list[Piece]:
    """The sign 's stands for the word s."""
    return [
        piece
        for at, piece in enumerate(pieces)
        if not (piece.text == "s" and at and pieces[at - 1].text == "'s")
    ]


def role_features(links: Sequence[Link], at: int, pieces: Sequence[Piece]) -> list[str]:
    """What is known of one name in its place."""
    link = links[at]
    words = [piece.text for piece in pieces]
    place = next((i for i, piece in enumerate(pieces) if piece.link == at), None)
    if place is None:
        place = next((i for i, piece in enumerate(pieces) if piece.start >= link.span.start), len(words))
    before, after = words[max(0, place - REACH) : place][::-1], words[place + 1 : place + 1 + REACH]
    partners = partners_of(pieces).get(at, set())
    chain = f"chain={len(partners)},{any(i < at for i in partners)}"
    return [
        chain,
        f"{chain}+{link.kind}",
        *_about(links, at, words, place),
        *_beside(link.kind, link.form, before, after),
        *_around(words, place),
    ]


def name_lists(pieces: Sequence[Piece]) -> list[list[int]]:
    """Names that stand side by side ("A and B", "A with B", "between A and B"), list by list, by their links;
    a name apart is a list of its own."""
    found: list[list[int]] = []
    goes_on = False
    for piece in pieces:
        if piece.link is not None and goes_on:
            found[-1].append(piece.link)
        elif piece.link is not None:
            found.append([piece.link])
            goes_on = True
        elif piece.text not in LISTING:
            goes_on = False
    return found


def partners_of(pieces: Sequence[Piece]) -> dict[int, set[int]]:
    """The names next to each in its list, by their links."""
    found: dict[int, set[int]] = {}
    for names in name_lists(pieces):
        for one, other in pairwise(names):
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
    return found


LISTING = words_of("listing")


def _about(links: Sequence[Link], at: int, words: Sequence[str], place: int) -> list[str]:
    link = links[at]
    named = [i for i, other in enumerate(links) if other.form not in GUESSED]
    rank, many = min(sum(i < at for i in named), 3), min(len(named), 4)
    states = [i for i in named if links[i].kind == "delegation"]
    state_rank = min(sum(i < at for i in states), 3)
    again = any(link.code and other.code == link.code for other in links[:at])
    later = any(link.code and other.code == link.code for other in links[at + 1 :])
    kinds = {links[i].kind for i in named if i != at}
    return [
        "bias", f"kind={link.kind}", f"form={link.form}", f"rank={rank}", f"of={many}",
        f"rank/of={rank}/{many}", f"kind+rank={link.kind}{rank}", f"form+rank={link.form}{rank}",
        f"state={link.kind}{state_rank}/{len(states)}",
        f"place={min(place, 6)}", f"left={min(len(words) - place - 1, 6)}", f"office={bool(link.office)}",
        f"lowered={link.lowered}", f"capital={link.words[:1].isupper()}", f"again={again}", f"later={later}",
        *(f"beside={kind}+{link.kind}" for kind in kinds), f"long={len(words) > 25}",
    ]  # fmt: skip


GUESSED = ("capital_word", "capitals")


def _beside(kind: str, form: str, before: Sequence[str], after: Sequence[str]) -> list[str]:
    found = []
    for how, some in (("L", before), ("R", after)):
        stems, shapes = [stem(word) for word in some], [shape(word) for word in some]
        found += [f"{how}{i}={word}" for i, word in enumerate(stems[:3], 1)]
        found += [f"{how}{i}~{word}" for i, word in enumerate(shapes[:3], 1)]
        found += [f"{how}={word}" for word in set(stems)] + [f"{how}~{word}" for word in set(shapes)]
        found += [f"{how}12={' '.join(stems[:2])}", f"{how}12~{' '.join(shapes[:2])}"]
        found += [f"{how}123~{' '.join(shapes[:3])}", f"{how}1234~{' '.join(shapes[:4])}"]
        found.append(f"{kind}{how}1~{(shapes or ['^'])[0]}")
        found.append(f"{form}{how}1~{(shapes or ['^'])[0]}")
    first, last = shape((before or ["^"])[0]), shape((after or ["$"])[0])
    return [*found, f"L1R1~{first} {last}", f"{kind}L1R1~{first} {last}"]


def _around(words: Sequence[str], place: int) -> list[str]:
    shapes = [shape(word) for word in words]
    found = [f"head={' '.join(words[:2])}", f"head~{' '.join(shapes[:3])}", f"first={(words or [''])[0]}"]
    for how, some in (("before", words[:place]), ("after", words[place + 1 :])):
        found += [f"{how}={stem(word)}" for word in set(some)]
        found += [f"{how}~{word}" for word in {shape(word) for word in some}]
    return found


def aim_features(pieces: Sequence[Piece]) -> list[str]:
    """N-grams of the question with names masked; its opening apart; which senses its words have, and
    where."""
    words = ["^", *(piece.text for piece in pieces), "$"]
    stems, shapes = [stem(word) for word in words], [shape(word) for word in words]
    found = {"bias", f"length={min(len(words) // 4, 5)}"}
    for size in (1, 2, 3):
        found |= {" ".join(stems[i : i + size]) for i in range(len(words) - size + 1)}
        found |= {"~" + " ".join(shapes[i : i + size]) for i in range(len(words) - size + 1)}
    found |= {f"head{size}={' '.join(stems[1 : 1 + size])}" for size in (1, 2, 3, 4)}
    found |= {f"head{size}~{' '.join(shapes[1 : 1 + size])}" for size in (1, 2, 3, 4)}
    kinds = [word for word in words if word.startswith("<")]
    found |= {f"names={'+'.join(kinds[:3])}", f"many={min(len(kinds), 4)}"}
    return sorted(found | _sense_features(words, shapes))


def _sense_features(words: Sequence[str], shapes: Sequence[str]) -> set[str]:
    held = [(at, sense) for at, word in enumerate(words) for sense in senses_of(word)]
    names = sorted({sense for _, sense in held})
    who = "who" if "parties" in names else "none"
    negated = [at for at, word in enumerate(words) if word in NEGATIONS]
    found = {f"s:{sense}" for sense in names} | {
        f"s:{one}+{two}" for one in names for two in names if one < two
    }
    found |= {f"s:{who}&{sense}" for sense in names} | {
        f"s:{shapes[1]}&{sense}" for sense in names if len(shapes) > 1
    }
    for at, sense in held:
        found |= {f"s:{shapes[at - 1]} {sense}", f"s:{sense} {shapes[min(at + 1, len(shapes) - 1)]}"}
        found |= {f"s:{words[at - 1]}|{sense}", f"s:{sense}|{words[min(at + 1, len(words) - 1)]}"}
        if any(0 < at - place <= 3 for place in negated):
            found.add(f"s:not {sense}")
    for place in negated:
        found |= {f"s:not~{word}" for word in shapes[place + 1 : place + 4]}
        found |= {f"s:{who} not~{word}" for word in shapes[place + 1 : place + 4]}
    return found


NEGATIONS = words_of("negations")


def sense_features_only(features: Sequence[str]) -> list[str]:
    """Those of a question's features that tell senses, names and whether somebody is asked."""
    return [name for name in features if name.startswith(("s:", "bias", "H", "names=", "many="))]


def date_features(date: DateMention, count: int, pieces: Sequence[Piece]) -> list[str]:
    """What is known of a date in its place."""
    words = [piece.text for piece in pieces]
    place = next((at for at, piece in enumerate(pieces) if piece.start >= date.atom.start), len(words))
    before, after = words[max(0, place - REACH) : place][::-1], words[place + 1 : place + 1 + REACH]
    names = sum(word.startswith("<") for word in words)
    return [
        "bias", f"precision={date.precision}", f"connector={date.connector}", f"dates={count}",
        f"names={min(names, 4)}", f"{date.connector}+{date.precision}",
        *_beside("date", date.precision, before, after),
        *(f"Q={stem(word)}" for word in set(words)),
    ]  # fmt: skip


def others_features(
    links: Sequence[Link],
    at: int,
    roles: Sequence[Mapping[str, float]],
    pieces: Sequence[Piece],
    asked_of_all: float,
) -> list[str]:
    """How a name's chance compares with the others' and with that of all being asked, in fifths."""
    held = [role["holder"] for role in roles]
    rest = [i for i, link in enumerate(links) if i != at and link.form not in GUESSED]
    own, best = _fifth(held[at]), _fifth(max((held[i] for i in rest), default=0.0))
    before = _fifth(max((held[i] for i in rest if i < at), default=0.0))
    after = _fifth(max((held[i] for i in rest if i > at), default=0.0))
    partner = _fifth(max((held[i] for i in partners_of(pieces).get(at, set())), default=0.0))
    everyone, kind = _fifth(asked_of_all), links[at].kind
    person = _fifth(max((held[i] for i in rest if links[i].kind in ("speaker", "role")), default=0.0))
    return [
        "bias", f"own={own}", f"best={best}", f"own/best={own}/{best}", f"before={own}/{before}",
        f"after={own}/{after}", f"partner={own}/{partner}", f"person={own}/{person}",
        f"rest={len(rest)}", f"kind={kind}", f"form={links[at].form}", f"all={everyone}",
        f"all={everyone}/{own}", f"all={everyone}/{kind}", f"all={everyone}/{own}/{kind}",
    ]  # fmt: skip


def _fifth(chance: float) -> int:
    return min(int(chance * 5), 4)
