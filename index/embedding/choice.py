"""Which way of running the packaged model is the faster one here: a layer of it is run in each, and timed.

In: the ways that ONNX Runtime has. Out: one of them, kept for this processor, these weights and this version,
so that it is measured once. It is asked only for a new index: one that exists stays with the way that made
it. sentence-transformers is not among them: to load it takes longer than all of this.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import numpy as np

from index.embedding.adapted import ATTENTION
from index.embedding.bert import Precision, bert_from, encoder_model
from index.embedding.encoder import open_model
from index.embedding.kept_graph import CODE, SHARED
from index.embedding.model_files import find_model
from index.embedding.safetensors_file import map_tensors

WAYS: tuple[Precision, ...] = ("int8", "float32")
"""Where both take as long, the first, as on most machines."""
PIECES, ROUNDS = 113, 12
"""Word pieces of a passage on average, and how often each way reads as many, by turns."""
PROCESSORS = Path("/proc/cpuinfo")
TOLD = ("model name", "flags", "CPU part", "Features")
"""What tells a processor there from one that may run other code; the last two on ARM."""
Seconds = Mapping[Precision, float]


def fastest(measure: Callable[[], Seconds] | None = None, folder: Path = SHARED) -> Precision:
    """The way that is kept for this machine, or is measured and kept now; where it cannot be kept, the next
    index is preceded by another measurement."""
    file = folder / f"fastest-{_machine()}.json"
    known = _kept(file)
    if known is not None:
        return known
    took = (measure or seconds_of_a_layer)()
    found = min(WAYS, key=lambda way: took[way])
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(f".{os.getpid()}.part")
        part.write_text(json.dumps({"fastest": found, "seconds": dict(took)}), encoding="utf-8")
        part.replace(file)
    return found


def seconds_of_a_layer() -> Seconds:
    """What the first layer takes of a processor for one passage in each way: the least of several, by turns.
    By the clock, other work on the machine made the slower way look the faster one."""
    model = find_model(None)
    model.check_weights()
    bert = bert_from(map_tensors(model.folder / "model.safetensors"), ATTENTION)
    one = replace(bert, layers=bert.layers[:1])
    runs = {way: open_model(encoder_model(one, way)) for way in WAYS}
    given = {"embedded": np.random.default_rng(0).standard_normal((PIECES, bert.words.shape[1]), np.float32)}
    least = dict.fromkeys(WAYS, float("inf"))
    for _ in range(ROUNDS):
        for way, run in runs.items():
            began = time.thread_time()
            run(given)
            least[way] = min(least[way], time.thread_time() - began)
    return least


def _kept(file: Path) -> Precision | None:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))["fastest"]
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return next((way for way in WAYS if way == found), None)


def _machine() -> str:
    """A name for all that the answer depends on: processor, weights, and what runs them."""
    told = hashlib.sha256(f"{find_model(None).weights_sha}\0{version('onnxruntime')}\0".encode())
    for module in CODE:
        told.update((files("index.embedding") / module).read_bytes())
    told.update(_processor().encode())
    return told.hexdigest()[:16]


def _processor() -> str:
    try:
        lines = PROCESSORS.read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = {line for line in lines if line.partition(":")[0].strip() in TOLD}
    return "\n".join(sorted(named)) or f"{platform.machine()} {platform.processor()}"
