"""How many files and connections this process may have open, raised as far as the system allows.

In: how many connections are wanted. Out: how many there is room for, and a sentence where that is fewer.
"""

from __future__ import annotations

import errno
import resource
from dataclasses import dataclass

OWN = 96
"""Left for the index, the models and the temporary files of uploads."""
FEWEST = 4
NONE_LEFT = frozenset({errno.EMFILE, errno.ENFILE})
TOO_FEW = (
    "This process may open {} files, which leaves room for {} connections instead of {}: raise it "
    "(ulimit -n, LimitNOFILE) and start the service again."
)


@dataclass(frozen=True, slots=True)
class Room:
    """Connections there is room for; `told` where that is fewer than wanted."""

    connections: int
    told: str | None


def make_room(wanted: int) -> Room:
    """Raises the soft limit to what is needed, where the hard one allows it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = wanted + OWN
    if soft != resource.RLIM_INFINITY and soft < needed:
        soft = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return Room(wanted, None)
    found = max(FEWEST, soft - OWN)
    return Room(found, TOO_FEW.format(soft, found, wanted))
