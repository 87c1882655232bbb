"""The pages' templates and files: one environment, everything escaped, nothing loaded from elsewhere.

In: a template's name and what it shows. Out: an HTML answer with a policy that runs no script but our own.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

from index.text.steering import without_steering

HERE = Path(__file__).parent
POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types onrecord"
)
"""Markup enters a page through one gate of ours (`static/asking.js`), made by the templates here alone."""

HELD = {"Content-Security-Policy": POLICY, "Referrer-Policy": "same-origin"}
"""Under "no-referrer" a browser hides from our own service whose form it sends, and the draft is refused as a
stranger's; to other sites "same-origin" tells as little."""


class Pages:
    """Renders templates; a name the template does not know is an error, never an empty place."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_printable,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def show(
        self,
        template: str,
        context: Mapping[str, object],
        status: int = 200,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> HTMLResponse:
        text = self._environment.get_template(template).render(context)
        return HTMLResponse(text, status, {**headers, **HELD})

    def part(self, template: str, block: str, context: Mapping[str, object]) -> str:
        """One block of a template by itself."""
        whole = self._environment.get_template(template)
        return "".join(whole.blocks[block](whole.new_context(dict(context))))


def error_page(said: str, status: int, headers: Mapping[str, str]) -> HTMLResponse:
    """One sentence as a page, for errors that arise before any page is reached."""
    return Pages().show(
        "error.html", {"error": said, "near": (), "basket": None, "model": False}, status, headers
    )


def static_files() -> StaticFiles:
    return StaticFiles(directory=HERE / "static")


def _printable(value: object) -> object:
    """Text of the record cannot steer the direction of the page around it; markup is left alone."""
    return without_steering(value) if isinstance(value, str) and not isinstance(value, Markup) else value
