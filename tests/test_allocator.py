"""What is freed goes back to the system: settings of the C library, looked at in a process of their own."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

from tests.network import python_path

ROOT = Path(__file__).parent.parent
LOOKED_AT = """
import ctypes, re, sys, threading
from pathlib import Path
from index.process.allocator import bound_memory

class Told(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in
                "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split()]

C = ctypes.CDLL(None)
C.mallinfo2.restype, C.malloc.restype, C.free.argtypes = Told, ctypes.c_void_p, [ctypes.c_void_p]

def mapped(size):
    before = C.mallinfo2().hblks
    block = C.malloc(ctypes.c_size_t(size))
    found = C.mallinfo2().hblks > before
    C.free(block)
    return found

def heaps(threads):
    together = threading.Barrier(threads)
    def hold():
        block = C.malloc(ctypes.c_size_t(5000))
        together.wait(60)
        C.free(block)
    all = [threading.Thread(target=hold) for _ in range(threads)]
    [thread.start() for thread in all], [thread.join() for thread in all]
    at = [int(line.split("-")[0], 16) for line in Path("/proc/self/maps").read_text().splitlines()
          if re.search("rw-p 00000000 00:00 0 *$", line)]
    return sum(place % (64 << 20) == 0 for place in at)

if sys.argv[1] == "bound":
    assert bound_memory()
mapped(20 << 20)  # from here on glibc takes blocks as large from a heap
print(mapped(2 << 20), heaps(24))
"""


def looked_at(bound: bool) -> tuple[str, int]:
    """Whether a block of two megabytes is mapped by itself after a larger one was, and how many heaps beside
    the first one there are after two dozen threads."""
    command = [sys.executable, "-c", LOOKED_AT, "bound" if bound else "as it is"]
    ran = subprocess.run(
        command, cwd=ROOT, env={"PYTHONPATH": python_path(ROOT)},
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    alone, heaps = ran.stdout.split()
    return alone, int(heaps)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="settings of glibc")
def test_large_blocks_go_back_and_threads_share_heaps() -> None:
    """With the settings; without, each thread has a heap and large blocks stay in one."""
    without, many = looked_at(False)
    alone, few = looked_at(True)
    assert (without, alone) == ("False", "True")
    assert few < many
