"""Memory settings for the C libraries, so that hours of embedding need no more memory than a minute.

glibc carves blocks of up to 32 MB from its heap once one as large was freed. A batch's activations are such
blocks, of other sizes in every batch, and the codes that live on between them keep the heap from shrinking:
it grew by 100 MB for each thousand passages. Mapped one by one they go back when freed. oneDNN and the layer
above it keep a kernel for each shape they meet, a thousand of them: 60 MB for each thousand passages; the
kernels of one batch are enough, for they serve all layers. Other C libraries are left as they are.
"""

from __future__ import annotations

import ctypes
import os

MMAP_THRESHOLD = -3
"""The number of this setting in glibc's malloc.h."""
MAPPED = 1 << 20
"""Bytes from which a block is mapped by itself."""
KERNELS = {"ONEDNN_PRIMITIVE_CACHE_CAPACITY": "16", "LRU_CACHE_CAPACITY": "8"}
"""Kernels kept, unless the user said otherwise."""


def bound_memory() -> bool:
    """Call this before torch is imported; False where the C library has no such setting."""
    for name, most in KERNELS.items():
        os.environ.setdefault(name, most)
    setting = getattr(ctypes.CDLL(None), "mallopt", None)
    return setting is not None and setting(MMAP_THRESHOLD, MAPPED) == 1
