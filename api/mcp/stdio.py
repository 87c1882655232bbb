"""`onrecord mcp`: the Model Context Protocol on standard input and output, for programs that start it.

In: where the index lies. Out: it serves until its client goes; an error, or what to install, in one sentence.
"""

from __future__ import annotations

import os

import anyio

from api import wiring
from api.command_line.printing import errors_printed
from api.gate import Gate
from api.local import LocalBackend
from api.mcp.answers import ToolContext
from api.mcp.installed import MISSING, installed
from api.settings import settings_from
from index.errors import Unavailable


def serve_stdio(data_dir: str | None) -> None:
    with errors_printed():
        if not installed():
            raise Unavailable(MISSING)
        from api.mcp.server import make_server, run_stdio

        settings = settings_from(os.environ, data_dir)
        with wiring.reading(settings, wiring.make_embedder(settings)) as service:
            context = ToolContext(LocalBackend(service, settings.own), None)
            gate = Gate(settings.at_once, settings.queue)
            anyio.run(run_stdio, make_server(lambda _: context, gate, gate))
