"""Whether the Model Context Protocol can be spoken here: its SDK is an extra of the package.

In: nothing. Out: yes or no, and the sentence that says what to install. Nothing of the SDK is imported.
"""

from __future__ import annotations

from importlib.util import find_spec

MISSING = "MCP is not installed here; install it with: pip install 'mcp>=2,<3'."


def installed() -> bool:
    try:
        return find_spec("mcp") is not None
    except ImportError:
        return False
