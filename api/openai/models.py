"""The models on offer: each an answerer of the service, under the name chat clients choose it by.

In: settings. Out: names and answerers. Whoever adds an answerer adds its row to `models`, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from api import schemas as wire
from api.settings import Settings
from index.errors import NotFound

CREATED = 1_795_824_000
"""28 November 2026, when this way in was added; clients want a date, and the answerers have none."""


PAGED = "extractive"
"""The answerer whose lists come in pages."""


@dataclass(frozen=True, slots=True)
class Model:
    """`answerer` as `POST /v1/ask` takes it."""

    id: str
    answerer: str


def models(settings: Settings) -> tuple[Model, ...]:
    """All of them, the default first; one that needs a setting is listed only where that is set."""
    quoting, writing = Model("on-record", PAGED), Model("on-record-chat", "chat")
    return (quoting, writing) if settings.any_model else (quoting,)


def find_model(id: str, offered: Iterable[Model]) -> Model:
    """Raises NotFound with the names there are."""
    known = {model.id: model for model in offered}
    if id not in known:
        raise NotFound(f"There is no model {id!r} here; take {' or '.join(known)}.")
    return known[id]


def card(model: Model) -> wire.ModelCard:
    return wire.ModelCard(id=model.id, created=CREATED)
