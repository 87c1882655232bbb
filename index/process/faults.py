"""Fault points: where a test may end the process as a power cut would.

In: the environment variable ONRECORD_FAULT, "point" or "point:n" for the n-th passing. Out: nothing, or
the process ends at once, without clean-up. Unset in production, where a point costs one look-up.
"""

from __future__ import annotations

import os

VARIABLE = "ONRECORD_FAULT"
EXIT_CODE = 86


def point(name: str) -> None:
    """Ends the process here if the environment says so; the n of "point:n" counts down in place."""
    wanted = os.environ.get(VARIABLE)
    if not wanted:
        return
    at, _, left = wanted.partition(":")
    if at != name:
        return
    if int(left or 1) <= 1:
        os._exit(EXIT_CODE)
    os.environ[VARIABLE] = f"{at}:{int(left) - 1}"
