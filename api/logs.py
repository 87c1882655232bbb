"""What the service logs: faults always, requests if wanted; as lines or as JSON.

In: the setting. Out: lines on stderr. What was asked, by whom and in which words is never written: only a
request's method, its path without the query, status, time and id.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any, TextIO

from index.text.steering import plain_name

NAME = "onrecord"
FORMS = ("faults", "access", "json")
"""Faults alone, requests too, or both as one JSON object a line."""
MOST_CAUSES = 5
log = logging.getLogger(NAME)


class _Lines(logging.Formatter):
    """A fault by its kinds and places; its message may hold what was asked, unless the system wrote it."""

    def formatException(self, ei: Any) -> str:
        told: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None and len(told) < MOST_CAUSES:
            message = f": {error.strerror}" if isinstance(error, OSError) else ""
            places = "".join(traceback.format_tb(error.__traceback__))
            told.append(f"{places}{type(error).__name__}{message}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nwhich came of\n".join(told)


class _Json(_Lines):
    """One object per line, with the extra values a log record was given."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        more: dict[str, object] = getattr(record, "told", {})
        message = "request" if more else record.getMessage()
        said = {"time": at, "level": record.levelname.lower(), "message": message}
        fault = {"fault": self.formatException(record.exc_info)} if record.exc_info else {}
        return json.dumps(said | more | fault, ensure_ascii=True)


def install_logs(form: str, stream: TextIO | None = None) -> None:
    """Sends the service's own log, and every library's warnings, to stderr in one of FORMS."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Json() if form == "json" else _Lines())
    logging.getLogger().handlers = [handler]
    log.setLevel(logging.WARNING if form == "faults" else logging.INFO)


def note_request(method: str, path: str, status: int, seconds: float, request_id: str) -> None:
    """One line for a request that has ended, whatever its address holds."""
    if not log.isEnabledFor(logging.INFO):
        return
    shown = plain_name(path)
    told = {
        "method": method,
        "path": shown,
        "status": status,
        "ms": round(seconds * 1000),
        "request_id": request_id,
    }
    log.info("%s %s %d %d ms %s", *told.values(), extra={"told": told})
