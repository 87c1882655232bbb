"""A timeline as a picture: a bar for each year, month or day, as high as what was counted.

In: a `Timeline`, what its bars count, and, for a page, where each bar leads. Out: an SVG that needs nothing
else and runs nothing. Each bar says its figures in words; its colours stand as attributes, which the style of
a page around it outweighs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from index.text.amounts import many
from index.text.dates import spoken_date
from index.text.steering import without_steering
from rag.model import Counted
from rag.position.periods import UNDATED
from rag.position.timeline import Period, Timeline

Link = Callable[[Period], str]
"""The address behind a bar."""
WIDTH, HEIGHT, TOP, FOOT, LEFT, RIGHT = 680, 180, 46, 26, 12, 12
"""The picture without its labels, and the room around it, in pixels."""
WIDEST = 64
"""Pixels of a bar at most, where there are few."""
LETTER = 7.5
"""Width of a letter of the labels, of 13 pixels, as far as it can be known without the font."""
LONGEST = 60
"""Letters of an issue that are shown above the bars; all of it is in the title."""


def svg_of(timeline: Timeline, counted: Counted, link: Link | None = None) -> bytes:
    """The picture, UTF-8; with links where it stands on a page of ours."""
    height = TOP + HEIGHT + FOOT
    heading = without_steering(timeline.issue)
    told = heading if len(heading) <= LONGEST else f"{heading[: LONGEST - 1]}…"
    body = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" role="{"group" if link else "img"}" class="timeline" '
        'aria-labelledby="timeline-title timeline-told" font-family="system-ui, sans-serif" '
        'font-size="13" fill="#111111">',
        f'<title id="timeline-title">{_text(_title(heading, timeline, counted))}</title>',
        f'<desc id="timeline-told">{_text(_described(timeline))}</desc>',
        *([] if link else ['<rect class="ground" width="100%" height="100%" fill="#ffffff"/>']),
        f'<text x="{LEFT}" y="16" font-weight="bold">{_text(_title(told, timeline, counted))}</text>',
        *_bars(timeline, counted, link),
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{TOP + HEIGHT}" y2="{TOP + HEIGHT}" stroke="#767e8a"/>',
        "</svg>",
    ]
    return ("\n".join(body) + "\n").encode()


def period_label(period: Period) -> str:
    return spoken_date(period.name) or UNDATED


def figures_told(period: Period) -> str:
    """ "14 statements of 11 delegations"."""
    return f"{many(period.statements, 'statement')} of {many(period.delegations, 'delegation')}"


def _title(issue: str, timeline: Timeline, counted: Counted) -> str:
    return f"{issue}: {counted} by {timeline.by}"


def _described(timeline: Timeline) -> str:
    if not timeline.periods:
        return "No statement holds these words."
    first, last = (period_label(timeline.periods[at]) for at in (0, -1))
    span = first if first == last else f"{first} to {last}"
    whole = Period(None, timeline.statements, timeline.delegations, timeline.passages, timeline.searched)
    return f"{figures_told(whole)}, {span}. A bar is as high as its count; where there is none, nobody spoke."


def _bars(timeline: Timeline, counted: Counted, link: Link | None) -> Iterator[str]:
    if not timeline.periods:
        return
    step = min((WIDTH - LEFT - RIGHT) / len(timeline.periods), WIDEST)
    most = max(_count(period, counted) for period in timeline.periods)
    widest = max(len(period_label(period)) for period in timeline.periods) * LETTER + 8
    every = max(1, -int(-widest // step))
    yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{TOP}" y2="{TOP}" stroke="#c9ced6" class="grid"/>'
    yield f'<text class="count" x="{LEFT}" y="{TOP - 5}" font-size="12">{most:,}</text>'
    for at, period in enumerate(timeline.periods):
        x = LEFT + at * step
        if period.statements:
            yield _bar(timeline, period, _count(period, counted), most, x, step, link)
        if at % every == 0 and x + widest <= WIDTH + LETTER:
            label = _text(period_label(period))
            yield f'<text class="label" x="{x:.1f}" y="{TOP + HEIGHT + 18}">{label}</text>'


def _bar(
    timeline: Timeline, period: Period, count: int, most: int, x: float, step: float, link: Link | None
) -> str:
    """A bar with its count above it where there is room, and a line where statements are of no delegation."""
    high = max(HEIGHT * count / max(most, 1), 2)
    y, gap = TOP + HEIGHT - high, min(step / 5, 4)
    told = f"{period_label(period)}: {figures_told(period)}"
    above = ""
    if len(f"{count}") * LETTER <= step and y > TOP:
        above = (
            f'<text class="count" x="{x + (step - gap) / 2:.1f}" y="{y - 4:.1f}" text-anchor="middle" '
            f'font-size="12">{count}</text>'
        )
    here = timeline.at is not None and timeline.at == (period.name or UNDATED)
    drawn = (
        f"<g><title>{_text(told)}</title>"
        f'<rect class="bar" x="{x:.1f}" y="{y:.1f}" width="{step - gap:.1f}" height="{high:.1f}" '
        f'fill="{"#8a5a00" if here else "#17457a"}"/>{above}</g>'
    )
    if link is None:
        return drawn
    current = ' aria-current="true"' if here else ""
    return f'<a href="{_text(link(period))}" aria-label="{_text(told)}"{current}>{drawn}</a>'


def _count(period: Period, counted: Counted) -> int:
    return period.statements if counted == "statements" else period.delegations


def _text(text: str) -> str:
    return escape(text, quote=True)
