"""Parts of a service that are made when they are first asked for."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from index.process.later import Later


def test_made_once_and_not_before() -> None:
    """Whoever asks at the same time waits for the one that is being made."""
    made: list[object] = []

    def make() -> object:
        time.sleep(0.01)
        made.append(object())
        return made[-1]

    part = Later(make)
    assert part.if_made() == made == []
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda _: part(), range(8)))
    assert given == made * 8
    assert part.if_made() == made


def test_what_failed_is_tried_again() -> None:
    """The next one who asks has it made."""
    tries = iter([0, 1])
    part = Later(lambda: 1 // next(tries))
    with pytest.raises(ZeroDivisionError):
        part()
    assert part.if_made() == []
    assert part() == 1
