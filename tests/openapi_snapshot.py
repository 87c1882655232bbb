"""The interface as a document: `python -m tests.openapi_snapshot docs/openapi.json` writes it anew."""

from __future__ import annotations

import json
import sys
from contextlib import AbstractContextManager
from pathlib import Path

from api.app import create_app
from api.settings import Settings
from rag.service import OnRecord


def _never_opened() -> AbstractContextManager[OnRecord]:
    raise AssertionError("the interface is described without an index")


def interface() -> str:
    document = create_app(Settings(), _never_opened).openapi()
    return json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(interface(), encoding="utf-8")
