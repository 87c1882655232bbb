"""How the C library keeps freed memory, so that embedding for hours takes no more of it than for a minute.

glibc carves blocks of up to 32 MB from its heap once one as large was freed. A batch's activations are such
blocks, of other sizes in every batch, and the codes that live on between them keep the heap from shrinking:
it grew by 100 MB for each thousand passages. Mapped one by one they go back when freed. Other C libraries
are left as they are.
"""

from __future__ import annotations

import ctypes

MMAP_THRESHOLD = -3
"""The number of this setting in glibc's malloc.h."""
MAPPED = 1 << 20
"""Bytes from which a block is mapped by itself."""


def map_large_blocks() -> bool:
    """From now on large blocks are given back when freed; False where the C library has no such setting."""
    setting = getattr(ctypes.CDLL(None), "mallopt", None)
    return setting is not None and setting(MMAP_THRESHOLD, MAPPED) == 1
