"""An answer as it comes: the page's own stream, each event the markup that a template here makes of it.

In: the address of a question. Out: server-sent events, `passages`, `progress`, `listed`, `sentence` and
`done`, each with `html` to be shown; the last is the whole content of the page, with its title.
"""

from __future__ import annotations

import json
from functools import partial
from html import unescape
from typing import cast

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from api import schemas as wire
from api.routes.depends import BackendOf
from api.stream import EventStream, pass_gate_unless_streamed
from api.web.forms import Asked
from api.web.pages import Pages
from api.web.shown import PageRoute, context_of

router = APIRouter(include_in_schema=False, route_class=PageRoute)
NOTHING = b": nothing to show\n\n"


@router.get("/stream", dependencies=[Depends(pass_gate_unless_streamed, scope="function")])
def stream(request: Request, backend: BackendOf) -> Response:
    """The answer to the question of this address, piece by piece."""
    asked = Asked.of(request.query_params)
    shown = _Shown(request, asked)
    return EventStream(partial(backend.ask, asked.body()), request, encode=shown.event)


class _Shown:
    """Puts the events of one answer into markup."""

    def __init__(self, request: Request, asked: Asked) -> None:
        self._pages, self._asked = cast(Pages, request.app.state.pages), asked
        self._context = context_of(request, asked=asked)

    def event(self, name: str, value: BaseModel) -> bytes:
        if isinstance(value, wire.FoundPassages):
            return _event(name, html=self._part("streamed.html", "passages", found=value.hits))
        if isinstance(value, wire.Answer):
            html = self._part("home.html", "content", answer=value)
            title = unescape(self._part("home.html", "title", answer=value))
            return _event(name, html=html, title=title, address=self._asked.address)
        if isinstance(value, wire.ListProgress):
            return _event(name, html=self._part("streamed.html", "progress", told=value))
        if isinstance(value, wire.ListedStatement):
            return _event(name, html=self._part("streamed.html", "listed", citation=value.citation))
        if name == "sentence":
            return _event(name, html=self._part("streamed.html", "sentence", sentence=value))
        return NOTHING

    def _part(self, template: str, block: str, **shown: object) -> str:
        return self._pages.part(template, block, {**self._context, **shown})


def _event(name: str, **told: str) -> bytes:
    return f"event: {name}\ndata: {json.dumps(told)}\n\n".encode()
