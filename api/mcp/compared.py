"""What delegations said on several issues, compared once and cut to what there is room for.

In: checked arguments. Out: `Said`, each delegation with the side its words take, or its silence.
"""

from __future__ import annotations

from api import schemas as wire
from api.mcp.answers import ToolContext
from api.mcp.cited import cited, quoted
from api.mcp.room import Said, fitted
from api.schemas import tools as shape
from index.text.amounts import many
from rag.briefing.export.matrix import SAYS


def compare_positions(context: ToolContext, arguments: shape.CompareArguments) -> Said:
    filters = context.filters(arguments)
    matrix = context.backend.compare(wire.CompareBody(issues=arguments.issues, filters=filters))
    rows = [
        shape.ComparedIssue(issue=row.issue, delegations=[_compared(context, cell) for cell in row.cells])
        for row in matrix.rows
    ]

    def made(issues: int) -> Said:
        told = [f"{row.issue}\n" + "\n".join(_line(one) for one in row.delegations) for row in rows[:issues]]
        return Said("\n\n".join(told), shape.Comparison(issues=rows[:issues], index=matrix.index))

    return fitted(made, len(arguments.issues))


def _compared(context: ToolContext, cell: wire.MatrixCell) -> shape.Compared:
    return shape.Compared(
        delegation=cell.delegation,
        addressed=cell.addressed,
        side=cell.side,
        cited=None if cell.citation is None else cited(cell.citation, context.base),
        nearest=None if cell.nearest is None else cited(cell.nearest, context.base),
        statements=cell.statements,
    )


def _line(one: shape.Compared) -> str:
    name = one.delegation.name
    if one.cited is not None:
        return f"- {name} ({SAYS[one.side or 'unclear'].lower()}): {quoted(one.cited)}"
    if not one.statements:
        return f"- {name}: no statement of theirs to look at"
    return f"- {name}: did not address this in {many(one.statements, 'statement')} looked at"
