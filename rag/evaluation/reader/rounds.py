"""What each round of the teacher learns from: folders and a seed in, steps out.

The first round teaches sides: public sets, then the field's claims, attitudes and objects. The second one
teaches answers and what lists ask. The third teaches what follows from what is said: objects that the record
puts in other words, and questions whose answer stands beside the sentence that repeats them. The fourth
teaches who says, wants or regrets what, as people ask it; the fifth, what answers where one answer is asked
for in everyday words, and more of who takes a side. The sixth has more of what the fifth had, above all of
who mentions a thing in other words.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rag.evaluation.reader.attitudes import (
    Attitude,
    attitude_groups,
    attitudes_in,
    read_attitudes,
    side_questions,
)
from rag.evaluation.reader.draw import (
    ASKED_ALONE,
    ASKED_ALONE_MORE,
    ATTITUDES,
    BESIDE,
    FOLLOWING,
    JUDGED,
    MENTIONED,
    MENTIONED_MORE,
    OBJECTS,
    SAID,
    SAID_LATER,
    SAID_MORE,
    field_groups,
    half_bare,
    judged_rows,
    of_source,
    public_groups,
    taught_only,
    thinned,
)
from rag.evaluation.reader.examples import Group, held_back
from rag.evaluation.reader.field import claim_questions, read_rows
from rag.evaluation.reader.judged import Judged, read_judged
from rag.evaluation.reader.plan import Step, steps
from rag.evaluation.reader.public import SETS
from rag.evaluation.reader.said import Said, claims_of, fewer_neither, questions_of, read_said
from rag.evaluation.reader.shares import ANSWERS, AS_PUT, EVERYDAY, FOLLOWS, MENTIONS, SAYS, SIDES

Lessons = Callable[[Path, Path, random.Random, int], list[Step]]
"""The public sets, the field's rows, what draws, and the word pieces of one step."""


def sides(data: Path, rows: Path, chance: random.Random, pieces: int) -> list[Step]:
    """Public sets of sides first, then the field's claims, attitudes and objects with some questions."""
    some = partial(_drawn, chance, SIDES)
    field, judged = read_rows(rows), read_judged(JUDGED)
    objects, attitudes = _of_sides(judged, chance)
    asked = [claim_questions(row, chance) for row in field.claims if not held_back(row.file)]
    mixed = [
        *of_source("claims", field_groups(field, chance)),
        *some("objects", attitude_groups(objects, chance)),
        *some("attitudes", attitude_groups(attitudes, chance)),
        *some("judged", judged_rows(judged, chance)),
        *some("objects asked", side_questions(objects, chance)),
        *some("attitudes asked", side_questions(attitudes, chance)),
        *some("claims asked", asked),
    ]
    public = some("public", public_groups(data, chance, ("squad",)))
    return [*steps(public, chance, pieces), *steps(mixed, chance, pieces)]


def answers(data: Path, rows: Path, chance: random.Random, pieces: int) -> list[Step]:
    """The field's questions and judged answers, most objects and attitudes, and some of the claims."""
    some = partial(_drawn, chance, ANSWERS)
    field, judged = field_groups(read_rows(rows), chance), read_judged(JUDGED)
    objects, attitudes = _of_sides(judged, chance)
    told = judged_rows(judged, chance)
    mixed = [
        *of_source("questions", field),
        *some("claims", of_source("claims", field)),
        *some("objects", attitude_groups(objects, chance)),
        *some("attitudes", attitude_groups(attitudes, chance)),
        *_of_head("answer", told),
        *some("topics", _of_head("stance", told)),
        *some("objects asked", side_questions(objects, chance)),
        *some("attitudes asked", side_questions(attitudes, chance)),
    ]
    public = some("squad", public_groups(data, chance, [name for name in SETS if name != "squad"]))
    return [*steps(public, chance, pieces), *steps(mixed, chance, pieces)]


def follows(data: Path, rows: Path, chance: random.Random, pieces: int) -> list[Step]:
    """Sides that follow from what is said and answers beside the question's words, all of them, and some of
    what was taught before."""
    some = partial(_drawn, chance, FOLLOWS)
    field, judged = field_groups(read_rows(rows), chance), read_judged(JUDGED)
    following = half_bare(thinned(taught_only(read_attitudes(FOLLOWING)), 1, chance), chance)
    objects, attitudes = _of_sides(judged, chance)
    mixed = [
        *attitude_groups(following, chance),
        *some("following asked", side_questions(following, chance)),
        *judged_rows(read_judged(BESIDE), chance),
        *some("questions", of_source("questions", field)),
        *some("claims", of_source("claims", field)),
        *some("judged", judged_rows(judged, chance)),
        *some("objects", attitude_groups(objects, chance)),
        *some("attitudes", attitude_groups(attitudes, chance)),
        *some("objects asked", side_questions(objects, chance)),
    ]
    return steps(mixed, chance, pieces)


def says(data: Path, rows: Path, chance: random.Random, pieces: int) -> list[Step]:
    """Who says what is asked, all of it, and some of what was taught before."""
    said = _said(SAID, SAYS["said"], chance)
    before = _before(rows, chance)
    mixed = [
        *questions_of(said, chance, AS_PUT),
        *_drawn(chance, SAYS, "claimed", claims_of(said, chance)),
        *before.some(chance, SAYS),
    ]
    return steps(mixed, chance, pieces)


def everyday(data: Path, rows: Path, chance: random.Random, pieces: int) -> list[Step]:
    """What answers everyday questions and who takes a side, all of it, and some of what was taught before."""
    some = partial(_drawn, chance, EVERYDAY)
    more = _said(SAID_MORE, EVERYDAY["said"], chance)
    mentioned = _said(MENTIONED, EVERYDAY["mentioned"], chance)
    said = _said(SAID, EVERYDAY["said"], chance)
    before = _before(rows, chance)
    mixed = [
        *judged_rows(read_judged(ASKED_ALONE), chance),
        *questions_of(more, chance),
        *questions_of(mentioned, chance),
        *some("claimed", claims_of(more, chance)),
        *some("said before", questions_of(said, chance)),
        *before.some(chance, EVERYDAY),
    ]
    return steps(mixed, chance, pieces)


def mentions(data: Path, rows: Path, chance: random.Random, pieces: int) -> list[Step]:
    """Who mentions a thing, what answers everyday questions and who says what: what was written since, all of
    it, and some of what was taught before."""
    some = partial(_drawn, chance, MENTIONS)
    later = _said(SAID_LATER, MENTIONS["said"], chance)
    mentioned = _said(MENTIONED_MORE, MENTIONS["mentioned"], chance)
    earlier = [
        *_said(SAID, MENTIONS["said"], chance),
        *_said(SAID_MORE, MENTIONS["said"], chance),
        *_said(MENTIONED, MENTIONS["mentioned"], chance),
    ]
    before = _before(rows, chance)
    mixed = [
        *judged_rows(read_judged(ASKED_ALONE_MORE), chance),
        *questions_of(later, chance),
        *questions_of(mentioned, chance),
        *some("claimed", claims_of(later, chance)),
        *some("alone before", judged_rows(read_judged(ASKED_ALONE), chance)),
        *some("said before", questions_of(earlier, chance)),
        *before.some(chance, MENTIONS),
    ]
    return steps(mixed, chance, pieces)


@dataclass(frozen=True, slots=True)
class Before:
    """What the first three rounds taught."""

    field: Sequence[Group]
    judged: Sequence[Judged]
    following: Sequence[Attitude]
    objects: Sequence[Attitude]
    attitudes: Sequence[Attitude]

    def some(self, chance: random.Random, shares: Mapping[str, float]) -> list[Group]:
        """These shares of it, so that nothing is forgotten."""
        some = partial(_drawn, chance, shares)
        return [
            *some("following", attitude_groups(self.following, chance)),
            *some("beside", judged_rows(read_judged(BESIDE), chance)),
            *some("questions", of_source("questions", self.field)),
            *some("claims", of_source("claims", self.field)),
            *some("judged", judged_rows(self.judged, chance)),
            *some("objects", attitude_groups(self.objects, chance)),
            *some("attitudes", attitude_groups(self.attitudes, chance)),
            *some("mentions", side_questions(self.objects, chance, ["mention"])),
        ]


def _before(rows: Path, chance: random.Random) -> Before:
    field, judged = field_groups(read_rows(rows), chance), read_judged(JUDGED)
    following = half_bare(thinned(taught_only(read_attitudes(FOLLOWING)), 1, chance), chance)
    return Before(field, judged, following, *_of_sides(judged, chance))


def _said(file: Path, neither: float, chance: random.Random) -> list[Said]:
    """The rows of a file, half without their headers; of sentences that neither say nor deny it a share."""
    return half_bare(fewer_neither(taught_only(read_said(file)), neither, chance), chance)


ROUNDS: Mapping[int, Lessons] = {1: sides, 2: answers, 3: follows, 4: says, 5: everyday, 6: mentions}


def _of_sides(judged: Sequence[Judged], chance: random.Random) -> tuple[list[Attitude], list[Attitude]]:
    """Objects with sentences, half of them bare, and sentences with objects, judged ones too."""
    objects = half_bare(taught_only(read_attitudes(OBJECTS)), chance)
    return objects, taught_only([*read_attitudes(ATTITUDES), *attitudes_in(judged)])


def _of_head(head: str, groups: Sequence[Group]) -> list[Group]:
    return [group for group in groups if group.examples[0].head == head]


def _drawn(
    chance: random.Random, shares: Mapping[str, float], name: str, groups: Sequence[Group]
) -> list[Group]:
    return chance.sample(groups, int(len(groups) * shares[name]))
