"""Lists every statement that answers a question about all delegations, or about our own record: a ranking of
everything under the filters in, a list out.

The ranking holds the passages with most of the topic's words and those nearest in meaning. Each sentence is
weighed; the likeliest few of each statement are judged (`rag/answer/list_judge.py`), a few statements at a
time, so that whoever listens hears of the first before the last are read. A statement is on the list, surely,
perhaps, or not. Where more sentences are likely than are read, the listing says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from index.process.deadline import look
from index.process.progress import tell
from rag.answer.list_judge import Judge, ListJudge, limits_of
from rag.answer.listing import MENTIONS, Listed, Listing, Wording, by_delegation
from rag.answer.owned import owned, phrase_asked
from rag.answer.readings import Readings
from rag.answer.side_taken import TURNED
from rag.answer.weigh import Weighed, Weigher
from rag.model import Side
from rag.ranking.each import by_turns, first_of_each

LIKELY = 0.1
"""Chance that a sentence speaks of the topic from which it is read."""
CONTESTED = 0.7
"""The reader's chance that a sentence says otherwise from which an empty list says who does."""
FEW, MOST = 3, 400
"""Sentences read of a statement, and of all."""
ENOUGH = 240
"""Sentences read of one debate, likely ones or not: what is said there in other words seems unlikely
(docs/choices.md)."""
AT_FIRST, AT_ONCE = 5, 80
"""Sentences read before the first statement is settled, in a debate all of it, and at most before more are:
the more at once, the less one processor waits for another."""

Quotable = Callable[[Iterable[Weighed]], Iterator[Weighed]]
"""Keeps the sentences that may be quoted for the question, likeliest first."""
Heard = Callable[[Listed], None]
"""Is told of a statement surely on the list."""
Place = tuple[int, int]
Found = tuple[int, Weighed]
"""A sentence, with the number of the wording that it was found for."""


class Lister:
    """Lists what was ranked."""

    def __init__(self, weigher: Weigher, judge: ListJudge) -> None:
        self._weigher, self.judge = weigher, judge

    def listing(
        self,
        wordings: Sequence[Wording],
        quotable: Quotable,
        kind: str,
        asked: Side | None = None,
        heard: Heard = lambda _: None,
    ) -> Listing:
        """Every statement with a sentence that answers in one of these wordings; `asked` is the side that an
        answer takes on the topic. `heard` is told of each statement once it is settled."""
        found = [self.candidates(wording, quotable) for wording in wordings]
        read = [some[:MOST] for some in found]
        judges = [
            self.judge.of(wording, some, kind, asked) for wording, some in zip(wordings, read, strict=True)
        ]
        limits = limits_of(kind, bool(wordings[0].ranking.debate))
        sure, perhaps, turned = list[Listed](), list[Listed](), list[Listed]()
        for some in _judged(read, judges):
            turned += [one for one in some if one.otherwise >= CONTESTED]
            best, belongs = _settled(some, kind, asked, limits)
            if belongs == "surely":
                sure.append(best)
                heard(best)
            elif belongs == "perhaps":
                perhaps.append(best)
        order = _order(read)
        sure, perhaps = _likeliest(sure, order), _likeliest(perhaps, order)
        turned = _likeliest(turned, order) if asked and not sure else []
        turned.sort(key=lambda one: -one.otherwise)
        topic = wordings[0].topic
        against = next((one for one in turned[:FEW] if self.judge.contests(topic, one, asked)), None)
        cut = any(len(some) > MOST for some in found)
        return Listing(by_delegation(sure), by_delegation(perhaps), against, cut)

    def candidates(self, wording: Wording, quotable: Quotable) -> list[Weighed]:
        """The sentences to read, likeliest to speak of the topic first; one more where there are others. Of
        more than are read, one of every statement comes before a second of any."""
        ranking = wording.ranking
        weighed = self._weigher.weigh(ranking.scored, ranking, wording.focus, Readings(), listed=True)
        worth = [one for one in weighed if one.chance >= LIKELY or one.scored.statement in ranking.debate]
        own = owned(wording, phrase_asked(wording.topic, weighed), quotable(worth))
        likely = (one for one in own if one.chance >= LIKELY)
        few = list(first_of_each(likely, FEW, _statement_of))
        if len(few) < ENOUGH and ranking.debate:
            few += _more(few, own)
        return by_turns(few, _statement_of)[: MOST + 1] if len(few) > MOST else few


def _statement_of(one: Weighed) -> str:
    return one.scored.statement


def _more(few: Sequence[Weighed], near: Iterable[Weighed]) -> list[Weighed]:
    """The likeliest sentences besides these few, those of each statement by turns, so that all are enough."""
    held = {one.place for one in few}
    turns = by_turns([*few, *(one for one in near if one.place not in held)], _statement_of)
    return [one for one in turns if one.place not in held][: ENOUGH - len(few)]


def _judged(found: Sequence[Sequence[Weighed]], judges: Sequence[Judge]) -> Iterator[list[Listed]]:
    """Judges the sentences of each statement in the wording that suits each best, a few statements at a
    time; reports progress and looks for a stop in between."""
    every, done = sum(map(len, found)), 0
    for some in _few_at_once(_by_statement(found)):
        look()
        told: dict[Place, Listed] = {}
        for number, judge in enumerate(judges):
            for one in judge([sentence for of, sentence in chain.from_iterable(some) if of == number]):
                if one.place not in told or one.chance > told[one.place].chance:
                    told[one.place] = one
        for statement in some:
            yield [told[place] for place in dict.fromkeys(sentence.place for _, sentence in statement)]
        done += sum(map(len, some))
        tell(done, every)


def _by_statement(found: Sequence[Sequence[Weighed]]) -> list[list[Found]]:
    """The sentences grouped by statement, in the order in which each statement first appears."""
    held: dict[str, list[Found]] = {}
    for number, some in enumerate(found):
        for one in some:
            held.setdefault(one.scored.statement, []).append((number, one))
    return list(held.values())


def _few_at_once(statements: Iterable[list[Found]]) -> Iterator[list[list[Found]]]:
    """Whole statements in batches of sentences to read at once; the first batches are small."""
    some: list[list[Found]] = []
    enough = AT_FIRST
    for one in statements:
        some.append(one)
        if sum(map(len, some)) >= enough:
            yield some
            some, enough = [], min(2 * enough, AT_ONCE)
    if some:
        yield some


def _settled(
    some: Sequence[Listed], kind: str, asked: Side | None, limits: tuple[float, float]
) -> tuple[Listed, str]:
    """The likeliest sentence of a statement, of several that surely take a side the plainest one, and whether
    that belongs on the list: surely, perhaps or not. A statement that says both does not; what seems to speak
    of something else does surely or not."""
    best = max(some, key=lambda one: one.chance)
    least, apart = limits
    both = kind != MENTIONS and any(one.otherwise >= TURNED for one in some)
    unlikely = best.sentence.chance < LIKELY and best.chance < least
    if both or unlikely or best.chance < apart:
        return best, "not"
    if best.chance < least:
        return replace(best, side=asked and "unclear"), "perhaps"
    plain = max((one for one in some if one.chance >= least), key=lambda one: (one.plainness, one.chance))
    return replace(plain, side=asked), "surely"


def _order(found: Sequence[Sequence[Weighed]]) -> Mapping[Place, int]:
    """Where each sentence stands among those found."""
    places = dict.fromkeys(one.place for one in chain.from_iterable(found))
    return {place: at for at, place in enumerate(places)}


def _likeliest(listed: Iterable[Listed], order: Mapping[Place, int]) -> list[Listed]:
    """Sorted by chance; if two are equally likely, the one found first comes first."""
    return sorted(listed, key=lambda one: (-one.chance, order[one.place]))
