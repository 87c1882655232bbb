"""What the index holds, gathered from its statements for the understanding of questions.

In: statement references. Out: `RecordFacts`. Procedural statements are left out: they answer nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from index.model import StatementRef
from rag.question.model import RecordFacts, Spoke


def gather_facts(refs: Iterable[StatementRef]) -> RecordFacts:
    """What the index holds, from its statements; procedural ones are left out."""
    kept = [ref for ref in refs if not ref.procedural]
    speakers = {
        (ref.speaker.name, ref.delegation.code if ref.delegation else None)
        for ref in kept
        if ref.speaker.name
    }
    return RecordFacts(
        delegations=frozenset(code for ref in kept for code in spoken_for(ref)),
        speakers=tuple(sorted(speakers, key=str)),
        meetings=frozenset(ref.meeting for ref in kept if ref.meeting),
        dates=tuple(sorted({ref.date for ref in kept if ref.date})),
        spoke=frozenset(Spoke(code, ref.date, ref.meeting) for ref in kept for code in spoken_for(ref)),
        organs=frozenset(ref.organ for ref in kept if ref.organ),
    )


def spoken_for(ref: StatementRef) -> tuple[str, ...]:
    """Codes of the State that speaks and of the groups it speaks for: the statement is found under each.

    Whoever presides speaks for nobody, unless in a national capacity.
    """
    own = (ref.delegation.code,) if ref.delegation and ref.capacity != "president" else ()
    return (*own, *(group.code for group in ref.groups))
