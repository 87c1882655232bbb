"""What each stage of training learns from: rows in, groups out, drawn with a seed.

Nothing of a file held back is among them.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from rag.evaluation.reader.attitudes import (
    Attitude,
    attitude_groups,
    attitudes_in,
    side_questions,
)
from rag.evaluation.reader.examples import THIRD, Group, Labelled, held_back
from rag.evaluation.reader.field import (
    Rows,
    claim_questions,
    claims_group,
    question_group,
    ranked_away,
)
from rag.evaluation.reader.judged import Judged, judged_groups
from rag.evaluation.reader.public import SETS
from rag.evaluation.reader.taught import taught_groups
from rag.reader.reading import ReadPassage

Row = TypeVar("Row", bound=Labelled)
JUDGED = Path(__file__).parents[1] / "data" / "judged.jsonl"
"""Rows judged sentence by sentence; how they were made stands in the model card."""
ATTITUDES = JUDGED.with_name("attitudes.jsonl")
"""Sentences with objects written for them."""
OBJECTS = JUDGED.with_name("sides.jsonl")
"""Objects with the sentences found for them."""
FOLLOWING = JUDGED.with_name("sides_following.jsonl")
"""The same of objects that the record mostly puts in other words, so that a side follows from what is
said."""
BESIDE = JUDGED.with_name("judged_beside.jsonl")
"""Questions that a sentence beside the one that repeats them answers."""
SAID = JUDGED.with_name("said.jsonl")
"""Questions that ask who says or wants something, with the sentences found for them."""
SAID_MORE = JUDGED.with_name("said_sides.jsonl")
"""More of them, half of which ask for a side on a thing."""
MENTIONED = JUDGED.with_name("mentioned.jsonl")
"""Everyday questions that ask who speaks of a thing, with the sentences found for them."""
ASKED_ALONE = JUDGED.with_name("judged_everyday.jsonl")
"""Everyday questions that one answer suffices for, over the passages found for them."""
SAID_LATER = JUDGED.with_name("said_later.jsonl")
MENTIONED_MORE = JUDGED.with_name("mentioned_more.jsonl")
ASKED_ALONE_MORE = JUDGED.with_name("judged_everyday_more.jsonl")
"""What was written after these three: more of each."""
TAUGHT = JUDGED.with_name("taught.jsonl.gz")
"""What a larger encoder makes of sentences that nobody labelled, read on topics."""
CLAIMED = JUDGED.with_name("taught_claims.jsonl.gz")
"""What it makes of passages, read on claims."""
AWAY = 1
"""Passages a question that are not its own."""


def public_groups(data: Path, chance: random.Random, without: Sequence[str] = ()) -> list[Group]:
    """Rows drawn from every public set."""
    found: list[Group] = []
    for name, (read, count) in SETS.items():
        if name not in without:
            groups = list(read(data))
            found += chance.sample(groups, min(count, len(groups)))
    return found


def field_groups(rows: Rows, chance: random.Random) -> list[Group]:
    """Every row of the field that is not held back, each with a passage that only shares its words."""
    asked = [row for row in rows.questions if not held_back(row.file)]
    claimed = [row for row in rows.claims if not held_back(row.file)]
    files = [row.file for row in asked]
    away = ranked_away([row.question for row in asked], files, [row.passage for row in asked])
    files = [row.file for row in claimed]
    beside = ranked_away([row.supports for row in claimed], files, [row.passage for row in claimed])
    return [
        *(
            question_group(row, chance.sample(near, AWAY), chance)
            for row, near in zip(asked, away, strict=True)
        ),
        *(claims_group(row, _some(near, chance), chance) for row, near in zip(claimed, beside, strict=True)),
    ]


def judged_rows(rows: Sequence[Judged], chance: random.Random) -> list[Group]:
    """Judged rows that neither file holds back; of those off the subject as many as of the others."""
    kept = [row for row in rows if not held_back(row.file) and not held_back(row.source)]
    telling = [row for row in kept if row.whole != THIRD]
    others = [row for row in kept if row.whole == THIRD]
    drawn = chance.sample(others, min(len(telling), len(others)))
    return [group for row in (*telling, *drawn) for group in judged_groups(row)]


def last_groups(rows: Rows, judged: Sequence[Judged], chance: random.Random) -> list[Group]:
    """Half of the questions, the claims twice, cut anew, and the judged rows."""
    field = field_groups(rows, chance)
    asked = of_source("questions", field)
    claims = of_source("claims", field)
    return [*chance.sample(asked, len(asked) // 2), *claims, *claims, *judged_rows(judged, chance)]


def side_groups(
    rows: Rows, judged: Sequence[Judged], attitudes: Sequence[Attitude], chance: random.Random
) -> list[Group]:
    """Attitudes by object and as answers to questions, and enough of the rest that nothing is forgotten."""
    kept = thinned(taught_only((*attitudes, *attitudes_in(judged))), 3, chance)
    field = field_groups(rows, chance)
    claims = [row for row in rows.claims if not held_back(row.file)]
    return [
        *attitude_groups(kept, chance),
        *side_questions(kept, chance),
        *side_questions(kept, chance),
        *(claim_questions(row, chance) for row in claims),
        *chance.sample(field, len(field) // 4),
        *judged_rows(judged, chance),
    ]


def object_groups(
    rows: Rows, judged: Sequence[Judged], objects: Sequence[Attitude], chance: random.Random
) -> list[Group]:
    """Objects over what was found for them, half of it without headers, as lists read it, and enough of the
    rest that nothing is forgotten."""
    kept = half_bare(taught_only(objects), chance)
    field = field_groups(rows, chance)
    claims = [row for row in rows.claims if not held_back(row.file)]
    return [
        *attitude_groups(kept, chance),
        *side_questions(kept, chance),
        *(claim_questions(row, chance) for row in chance.sample(claims, len(claims) // 4)),
        *chance.sample(field, len(field) // 4),
        *judged_rows(judged, chance),
    ]


def with_taught(
    rows: Rows, judged: Sequence[Judged], objects: Sequence[Attitude], chance: random.Random
) -> list[Group]:
    """What a teacher thinks, beside the objects, the field's claims and some of the rest."""
    kept = half_bare(taught_only(objects), chance)
    asked = side_questions(kept, chance)
    field = field_groups(rows, chance)
    claims = of_source("claims", field)
    return [
        *taught_groups(TAUGHT),
        *attitude_groups(kept, chance),
        *chance.sample(asked, len(asked) // 3),
        *claims,
        *chance.sample(field, len(field) // 5),
        *judged_rows(judged, chance),
    ]


def with_claims(
    rows: Rows, judged: Sequence[Judged], objects: Sequence[Attitude], chance: random.Random
) -> list[Group]:
    """What a teacher thinks of claims, beside the field's own, and enough of the rest that nothing is
    forgotten."""
    kept = half_bare(taught_only(objects), chance)
    topics, asked = taught_groups(TAUGHT), side_questions(kept, chance)
    field, sides = field_groups(rows, chance), attitude_groups(kept, chance)
    return [
        *taught_groups(CLAIMED),
        *chance.sample(topics, len(topics) // 3),
        *of_source("claims", field),
        *chance.sample(sides, len(sides) // 2),
        *chance.sample(asked, len(asked) // 6),
        *chance.sample(field, len(field) // 4),
        *judged_rows(judged, chance),
    ]


def taught_only(rows: Sequence[Row]) -> list[Row]:
    """Those of no file that is held back."""
    return [row for row in rows if not held_back(row.file)]


def half_bare(rows: Sequence[Row], chance: random.Random) -> list[Row]:
    """The rows, half of the passages without their headers."""
    bare = {text: chance.random() < 0.5 for text in sorted({row.passage.text for row in rows})}
    return [
        replace(row, passage=replace(row.passage, header="")) if bare[row.passage.text] else row
        for row in rows
    ]


def thinned(attitudes: Sequence[Attitude], each: int, chance: random.Random) -> list[Attitude]:
    """With no more of what speaks of something else than one for `each` of the rest."""
    away = [row for row in attitudes if row.label == "O"]
    others = [row for row in attitudes if row.label != "O"]
    return [*others, *chance.sample(away, min(len(away), len(others) // each))]


def of_source(source: str, groups: Sequence[Group]) -> list[Group]:
    """The groups that come from there."""
    return [group for group in groups if group.source == source]


def _some(passages: Sequence[ReadPassage], chance: random.Random) -> Sequence[ReadPassage]:
    """One of the passages, half of the time."""
    return chance.sample(passages, 1) if chance.random() < 0.5 else ()
