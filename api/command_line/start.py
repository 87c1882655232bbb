"""The `serve` command: the index opened under an address and served until stopped.

In: what was typed. Out: the address on stdout once requests are answered; errors as every command tells them.
"""

from __future__ import annotations

import os

from api import wiring
from api.command_line.commands import keep_private
from api.command_line.printing import errors_printed
from api.serve import serve
from api.settings import settings_from
from index.process.allocator import bound_memory


def start(data_dir: str | None, host: str, port: int, insecure: bool) -> None:
    with errors_printed():
        keep_private()
        bound_memory()
        settings = settings_from(os.environ, data_dir)
        embedder = wiring.make_embedder(settings)
        serve(
            settings,
            host,
            port,
            lambda address, stop: wiring.serving(settings, embedder, address, stop),
            lambda address: print(address, flush=True),
            insecure,
        )
