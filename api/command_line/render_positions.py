"""Positions, matrices and histories as a person reads them in a terminal.

In: reply models of `api.schemas`. Out: plain text, wrapped, without characters that steer a terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from api import schemas as wire
from api.command_line.render import blocks, dated, leaning, wrapped
from api.present import HEADINGS
from index.text.amounts import many
from rag.briefing.export.matrix import NOBODY, SAYS


def similar(value: wire.SimilarResult) -> str:
    if not value.positions:
        return "Nobody else was found to speak to this."
    names = ", ".join(one.name for one in value.left_out)
    own = f"Left out unless asked for: {names}." if names else ""
    said = value.point
    point = "" if said is None else wrapped(f"Compared with: “{said.quote}” {dated(said)}")
    groups = (_group(stance, value.positions) for stance in HEADINGS)
    return blocks(point, own, *(block for group in groups for block in group))


def matrix(value: wire.Matrix) -> str:
    if not value.delegations:
        return NOBODY
    return blocks(*(_row(row) for row in value.rows))


def _group(stance: str, positions: Iterable[wire.Position]) -> Iterable[str]:
    chosen = [position for position in positions if position.stance == stance]
    if chosen:
        yield HEADINGS[stance].upper()
    for position in chosen:
        yield _position(position)


def _position(value: wire.Position) -> str:
    if value.delegation is not None:
        name = value.delegation.name
    else:
        name = value.hits[0].statement.speaker.name or "A speaker the record does not name"
    lines = [name, *(_evidence(evidence) for evidence in value.evidence)]
    return "\n".join(lines)


def _evidence(value: wire.Evidence) -> str:
    told = [value.reason, *(_listed(name, words) for name, words in _words(value) if words)]
    return "\n".join(
        (
            wrapped(f"  {value.rank}. “{value.citation.quote}”", "     "),
            wrapped(f"     {dated(value.citation)}{leaning(value.citation)}", "     "),
            wrapped(f"     ({'; '.join(told)})", "     "),
        )
    )


def _words(value: wire.Evidence) -> Iterable[tuple[str, list[str]]]:
    yield "shared", value.shared
    yield "only here", value.differing
    yield "shared text", value.common_runs


def _listed(name: str, words: list[str]) -> str:
    return f"{name}: {', '.join(words)}"


def _row(value: wire.MatrixRow) -> str:
    return "\n".join((wrapped(value.issue.upper()), *(_cell(cell) for cell in value.cells)))


def _cell(value: wire.MatrixCell) -> str:
    name = value.delegation.name
    if value.citation is not None:
        said = f"“{value.citation.quote}” {value.citation.text}{leaning(value.citation)}"
        side = SAYS[value.side or "unclear"].lower()
        return wrapped(f"  {name} ({side}, {value.date or 'undated'}): {said}", "    ")
    if value.statements == 0:
        return wrapped(f"  {name}: no statement of theirs to look at", "    ")
    looked = f"{many(value.statements, 'statement')} looked at"
    near = "" if value.nearest is None else f"; nearest: “{value.nearest.quote}” {dated(value.nearest)}"
    return wrapped(f"  {name}: did not address this ({looked}{near})", "    ")


def history(value: wire.History) -> str:
    name = value.delegation.name
    searched = f"{many(value.searched, 'statement')} searched"
    if not value.items:
        if not value.searched:
            return wrapped(f"There is no statement of {name} to look at.")
        surely = " surely" if value.perhaps else ""
        none = wrapped(f"No statement of {name} was found that{surely} speaks to this; {searched}.")
        return blocks(none, *_may_speak(value))
    least = "" if value.certain else "at least "
    head = f"{name} on {value.issue}: {least}{many(value.statements, 'statement')} of {searched}."
    more = f"More: ask again with --cursor {value.next}" if value.next else ""
    notes = "\n".join(map(wrapped, value.notes))
    return blocks(wrapped(head), notes, *map(_moment, value.items), *_may_speak(value), more)


def _may_speak(value: wire.History) -> Iterator[str]:
    """What may speak to the issue too."""
    if value.perhaps:
        yield "May speak to it too:"
    for one in value.perhaps:
        place = ", ".join(part for part in (one.date or "undated", one.meeting) if part)
        yield f"{wrapped(place)}\n{_quoted(one)}"


def _moment(value: wire.HistoryItem) -> str:
    place = ", ".join(part for part in (value.date or "undated", value.meeting, value.side) if part)
    lines = [wrapped(place), *(_changed(change) for change in [value.change] if change)]
    return "\n".join((*lines, *map(_quoted, value.citations)))


def _quoted(citation: wire.Citation) -> str:
    said = f"  [{citation.number}] “{citation.quote}” {citation.text}{leaning(citation)}"
    return wrapped(said, "    ")


def _changed(value: wire.Change) -> str:
    """What became of the position, the numbers of the sentences compared, and the words that decided it."""
    relation = value.relation or "not told"
    pair = f"[{value.before.number}] to [{value.after.number}]"
    words = [", ".join(f"“{word}”" for word in some) for some in (value.earlier, value.later)]
    told = f": {words[0]} to {words[1]}" if all(words) else ""
    return wrapped(f"  {relation}, {pair}: {value.reason}{told}", "    ")
