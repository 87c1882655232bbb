"""Memory settings for the C libraries, so that hours of work need no more memory than a minute.

glibc carves blocks of up to 32 MB from its heap once one as large was freed. A batch's activations are such
blocks, of other sizes in every batch, and the codes that live on between them keep the heap from shrinking:
it grew by 100 MB for each thousand passages, and by a vector index for each that was opened. Mapped one by
one they go back when freed. It has eight heaps for each processor, too, for threads to take in turn, and each
keeps what the threads before left free in it; as many as there are processors do as well. oneDNN and the
layer above it keep a kernel for each shape they meet, a thousand of them: 60 MB for each thousand passages;
the kernels of one batch are enough, for they serve all layers. Other C libraries are left as they are.
"""

from __future__ import annotations

import ctypes
import os

MMAP_THRESHOLD, ARENA_MAX = -3, -8
"""The numbers of these settings in glibc's malloc.h."""
MAPPED = 1 << 20
"""Bytes from which a block is mapped by itself."""
FEWEST_HEAPS = 2
KERNELS = {"ONEDNN_PRIMITIVE_CACHE_CAPACITY": "16", "LRU_CACHE_CAPACITY": "8"}
"""Kernels kept, unless the user said otherwise."""


def bound_memory() -> bool:
    """Call this before torch is imported and threads are started; False where the C library has no such
    settings."""
    for name, most in KERNELS.items():
        os.environ.setdefault(name, most)
    setting = getattr(ctypes.CDLL(None), "mallopt", None)
    if setting is None:
        return False
    heaps = max(FEWEST_HEAPS, os.cpu_count() or 1)
    return all(setting(which, value) == 1 for which, value in ((MMAP_THRESHOLD, MAPPED), (ARENA_MAX, heaps)))
