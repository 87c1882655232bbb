"""`onrecord chat`: questions one after another, each completed by those before it.

In: lines typed or piped. Out: answers on stdout (`--json`: one HTTP body per line), everything else on
stderr. A line that begins with "/" is a command; if a line fails, the error is printed and the next one is
read.
"""

from __future__ import annotations

import json
import readline  # noqa: F401 (gives `input` its line editing)
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from api import schemas as wire
from api.backend import Backend
from api.command_line import render
from api.command_line.commands import backend_at
from api.command_line.live import making
from api.command_line.options import Place
from api.command_line.printing import emit, errors_printed, tell
from api.invalid import asked
from index.errors import InvalidInput, OnRecordError
from rag.question.followups.opening import only_courtesy

PROMPT = "> "
NOT_ASKED = "Nothing was asked; ask on, or /quit."
SAME = "That is the same answer: there is no more of it. Narrow the question, or look with `onrecord search`."
LOOKED_BACK = 20
"""Earlier answers that are sent along with a question."""
TURN = {"question", "standalone_question", "interpreted", "next"}
HELP = """Ask a question; what the next one leaves out is taken from it:
"and what about France?", "since 2015?", "who disagrees?", "and before that?",
"no, I meant South Sudan", "more".
/filters    what the answers are restricted to
/save FILE  keep the conversation: .json as answers, any other as text
/quit       end"""


def chat(
    place: Place, filters: wire.Filters, limit: int | None, answerer: str | None, own: str | None
) -> None:
    with errors_printed(), backend_at(place, answering=True) as backend:
        Talk(place, backend, {"filters": filters, "limit": limit, "answerer": answerer, "as": own}).run()


class Talk:
    """One conversation, kept only here; `given` holds what is sent with every question."""

    def __init__(self, place: Place, backend: Backend, given: Mapping[str, Any]) -> None:
        self._place, self._backend, self._given = place, backend, given
        self._answers: list[wire.Answer] = []
        self._commands: dict[str, Callable[[str], None]] = {
            "/help": lambda _: tell(HELP),
            "/filters": lambda _: tell(self._restricted()),
            "/save": self._save,
        }

    def run(self) -> None:
        """Answers until /quit or the end of what is typed."""
        for line in _lines():
            if line == "/quit":
                return
            try:
                self._take(line)
            except OnRecordError as error:
                tell(str(error))

    def _take(self, line: str) -> None:
        name, _, rest = line.partition(" ")
        if only_courtesy(line):
            tell(NOT_ASKED)
        elif not line.startswith("/"):
            self._ask(line)
        elif name in self._commands:
            self._commands[name](rest.strip())
        else:
            raise InvalidInput(f"There is no command {name}; /help lists them.")

    def _ask(self, question: str) -> None:
        before = [one.model_dump(include=TURN) for one in self._answers[-LOOKED_BACK:]]
        body = asked(wire.AskBody, question=question, conversation=before, **self._given)
        with making(self._place.as_json) as heard:
            self._answers.append(self._backend.ask(body, heard))
        same = len(self._answers) > 1 and _same(*self._answers[-2:])
        if not same or self._place.as_json:
            emit(self._place, self._answers[-1], render.turn)
        if same:
            tell(SAME)

    def _restricted(self) -> str:
        """What the last answer was restricted to; before the first answer, the filters that were given."""
        last = self._answers[-1].interpreted.filters if self._answers else self._given["filters"]
        held = {name: value for name, value in last.model_dump().items() if value}
        return render.listed(held) or "Nothing is restricted."

    def _save(self, name: str) -> None:
        if not name:
            raise InvalidInput("Name the file: /save FILE.")
        try:
            with Path(name).open("x", encoding="utf-8") as file:
                file.write(self._kept(Path(name).suffix.lower() == ".json"))
        except FileExistsError as error:
            raise InvalidInput(f"{name} is there already; name another file.") from error
        except OSError as error:
            raise InvalidInput(f"{name} cannot be written: {error.strerror}.") from error
        tell(f"Saved to {name}.")

    def _kept(self, as_json: bool) -> str:
        if as_json:
            return (
                json.dumps([one.model_dump() for one in self._answers], ensure_ascii=False, indent=1) + "\n"
            )
        turns = [f"{PROMPT}{one.question}\n\n{render.turn(one)}" for one in self._answers]
        return "\n\n".join(turns) + "\n"


def _same(one: wire.Answer, other: wire.Answer) -> bool:
    return other.answered and one.text == other.text


def _lines() -> Iterator[str]:
    """What is typed, line by line, without empty lines; the prompt appears only on a terminal."""
    typed = _typed() if sys.stdin.isatty() else iter(sys.stdin)
    return (line for raw in typed if (line := raw.strip()))


def _typed() -> Iterator[str]:
    while True:
        try:
            yield input(PROMPT)
        except EOFError:
            print()
            return
