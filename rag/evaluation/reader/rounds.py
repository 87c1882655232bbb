"""What each round of the teacher learns from: folders and a seed in, steps out.

The first round teaches sides: public sets, then the field's claims, attitudes and objects. The second one
teaches answers and what lists ask. The third teaches what follows from what is said: objects that the record
puts in other words, and questions whose answer stands beside the sentence that repeats them. The fourth
teaches who says, wants or regrets what, as people ask it; the fifth, what answers where one answer is asked
for in everyday words, and more of who takes a side.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
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
    ATTITUDES,
    BESIDE,
    FOLLOWING,
    JUDGED,
    MENTIONED,
    OBJECTS,
    SAID,
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
from rag.evaluation.reader.said import claims_of, fewer_neither, questions_of, read_said

Lessons = Callable[[Path, Path, random.Random, int], list[Step]]
"""The public sets, the field's rows, what draws, and the word pieces of one step."""
SIDES = {
    "public": 0.6,
    "judged": 0.5,
    "objects": 0.25,
    "objects asked": 0.05,
    "attitudes": 0.25,
    "attitudes asked": 0.05,
    "claims asked": 0.15,
}
"""Shares of what there is most of, so that the first round takes half an hour on two cores."""
ANSWERS = {
    "squad": 1.0,
    "claims": 0.4,
    "objects": 0.8,
    "attitudes": 0.7,
    "topics": 0.5,
    "objects asked": 0.08,
    "attitudes asked": 0.08,
}
"""The same of the second round, an hour on two busy cores."""
FOLLOWS = {
    "questions": 0.25,
    "claims": 0.25,
    "judged": 0.3,
    "objects": 0.3,
    "attitudes": 0.2,
    "following asked": 0.2,
    "objects asked": 0.02,
}
"""Of the third round: enough of the rest that nothing is forgotten."""
SAYS = {
    "said": 0.4,
    "claimed": 0.5,
    "questions": 0.15,
    "claims": 0.2,
    "judged": 0.15,
    "beside": 0.3,
    "objects": 0.15,
    "attitudes": 0.1,
    "following": 0.4,
    "mentions": 0.08,
}
"""The same of the fourth round; of what is said, the share of sentences that neither say nor deny it."""
AS_PUT = 0.5
"""Share of that round's questions that are put to a sentence: does its speaker say so?"""
EVERYDAY = {
    "said": 0.3,
    "mentioned": 0.5,
    "said before": 0.35,
    "claimed": 0.4,
    "questions": 0.35,
    "claims": 0.25,
    "judged": 0.3,
    "beside": 0.5,
    "objects": 0.15,
    "attitudes": 0.1,
    "following": 0.4,
    "mentions": 0.06,
}
"""The same of the fifth; of what is said before, the share of questions' groups."""


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
    some = partial(_drawn, chance, SAYS)
    field, judged = field_groups(read_rows(rows), chance), read_judged(JUDGED)
    said = half_bare(fewer_neither(taught_only(read_said(SAID)), SAYS["said"], chance), chance)
    following = half_bare(thinned(taught_only(read_attitudes(FOLLOWING)), 1, chance), chance)
    objects, attitudes = _of_sides(judged, chance)
    mixed = [
        *questions_of(said, chance, AS_PUT),
        *some("claimed", claims_of(said, chance)),
        *some("following", attitude_groups(following, chance)),
        *some("beside", judged_rows(read_judged(BESIDE), chance)),
        *some("questions", of_source("questions", field)),
        *some("claims", of_source("claims", field)),
        *some("judged", judged_rows(judged, chance)),
        *some("objects", attitude_groups(objects, chance)),
        *some("attitudes", attitude_groups(attitudes, chance)),
        *some("mentions", side_questions(objects, chance, ["mention"])),
    ]
    return steps(mixed, chance, pieces)


def everyday(data: Path, rows: Path, chance: random.Random, pieces: int) -> list[Step]:
    """What answers everyday questions and who takes a side, all of it, and some of what was taught before."""
    some = partial(_drawn, chance, EVERYDAY)
    field, judged = field_groups(read_rows(rows), chance), read_judged(JUDGED)
    more = half_bare(fewer_neither(taught_only(read_said(SAID_MORE)), EVERYDAY["said"], chance), chance)
    mentioned = half_bare(
        fewer_neither(taught_only(read_said(MENTIONED)), EVERYDAY["mentioned"], chance), chance
    )
    before = half_bare(fewer_neither(taught_only(read_said(SAID)), EVERYDAY["said"], chance), chance)
    following = half_bare(thinned(taught_only(read_attitudes(FOLLOWING)), 1, chance), chance)
    objects, attitudes = _of_sides(judged, chance)
    mixed = [
        *judged_rows(read_judged(ASKED_ALONE), chance),
        *questions_of(more, chance),
        *questions_of(mentioned, chance),
        *some("claimed", claims_of(more, chance)),
        *some("said before", questions_of(before, chance)),
        *some("following", attitude_groups(following, chance)),
        *some("beside", judged_rows(read_judged(BESIDE), chance)),
        *some("questions", of_source("questions", field)),
        *some("claims", of_source("claims", field)),
        *some("judged", judged_rows(judged, chance)),
        *some("objects", attitude_groups(objects, chance)),
        *some("attitudes", attitude_groups(attitudes, chance)),
        *some("mentions", side_questions(objects, chance, ["mention"])),
    ]
    return steps(mixed, chance, pieces)


ROUNDS: Mapping[int, Lessons] = {1: sides, 2: answers, 3: follows, 4: says, 5: everyday}


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
