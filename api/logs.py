"""What the service logs: faults always, requests if wanted; as lines or as JSON.

In: the setting. Out: lines on stderr. What was asked, by whom and in which words is never written: only a
request's method, its path without the query, status, time and id.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import TextIO

from index.text.steering import without_steering

NAME = "onrecord"
FORMS = ("faults", "access", "json")
"""Faults alone, requests too, or both as one JSON object a line."""
log = logging.getLogger(NAME)


class _Json(logging.Formatter):
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
    if form == "json":
        handler.setFormatter(_Json())
    logging.getLogger().handlers = [handler]
    log.setLevel(logging.WARNING if form == "faults" else logging.INFO)


def note_request(method: str, path: str, status: int, seconds: float, request_id: str) -> None:
    """One line for a request that has ended."""
    if not log.isEnabledFor(logging.INFO):
        return
    shown = without_steering(path)
    told = {
        "method": method,
        "path": shown,
        "status": status,
        "ms": round(seconds * 1000),
        "request_id": request_id,
    }
    log.info("%s %s %d %d ms %s", *told.values(), extra={"told": told})
