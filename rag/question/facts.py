"""What the index holds, gathered from its statements for the understanding of questions.

In: statement references. Out: `RecordFacts`. Procedural statements are left out: they answer nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from index.model import StatementRef
from index.speakers.delegations import load_delegations
from rag.question.model import RecordFacts, Spoke


def gather_facts(refs: Iterable[StatementRef]) -> RecordFacts:
    """What the index holds, from its statements; procedural ones are left out."""
    refs = tuple(refs)
    kept = [ref for ref in refs if not ref.procedural]
    speakers = {
        (ref.speaker.name, ref.delegation.code if ref.delegation else None)
        for ref in kept
        if ref.speaker.name
    }
    speaking = frozenset(code for ref in kept for code in spoken_for(ref))
    chairs = {ref.delegation.code for ref in refs if ref.delegation and not spoken_for(ref)}
    return RecordFacts(
        delegations=speaking,
        speakers=tuple(sorted(speakers, key=str)),
        meetings=frozenset(ref.meeting for ref in kept if ref.meeting),
        dates=tuple(sorted({ref.date for ref in kept if ref.date})),
        spoke=frozenset(Spoke(code, ref.date, ref.meeting) for ref in kept for code in spoken_for(ref)),
        organs=frozenset(ref.organ for ref in kept if ref.organ),
        presided=frozenset(chairs) - speaking,
        spoken_by=tuple(sorted(pair for pair in _spoken_by(kept) if pair[0] not in speaking)),
    )


def _spoken_by(refs: Iterable[StatementRef]) -> set[tuple[str, str]]:
    """(the State, who speaks for it) of States that the words for a group name: "also on behalf of Peru"."""
    told = {(ref.on_behalf_of, ref.delegation.name) for ref in refs if ref.on_behalf_of and ref.delegation}
    table = load_delegations()
    return {
        (mention.delegation.code, name)
        for group, name in told for mention in table.find_in(group) if mention.kind == "state"
    }  # fmt: skip


def spoken_for(ref: StatementRef) -> tuple[str, ...]:
    """Codes of the State that speaks and of the groups it speaks for: the statement is found under each.

    Whoever presides speaks for nobody, unless in a national capacity.
    """
    own = (ref.delegation.code,) if ref.delegation and ref.capacity != "president" else ()
    return (*own, *(group.code for group in ref.groups))
