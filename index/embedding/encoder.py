"""Runs an encoder with ONNX Runtime: pieces of texts in, their hidden states out. torch is not needed.

The one home of onnxruntime. Each text is a run of its own on one thread, as many at once as there are
processors: nothing is padded, and no thread waits for another at every layer. Safe to use from several
threads.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property, partial
from pathlib import Path

import numpy as np

from index.embedding.bert import Bert, Floats, Precision, encoder_model
from index.embedding.mpnet import spread
from index.process.allocator import bound_memory
from index.process.deadline import look

Pieces = tuple[Sequence[int], Sequence[int]]
"""Ids of a text, and the segment of each, 0 or 1."""
Run = Callable[[Mapping[str, Floats]], list[Floats]]
"""A model ready to run: its inputs by name in, its outputs in order out."""


class Encoder:
    """An encoder in float32 or eight bits, made ready when the first text is read; `made` is a file of its
    model, where one is kept, and `bert` then needs no layers."""

    def __init__(
        self,
        bert: Bert,
        precision: Precision,
        threads: int | None = None,
        made: Path | None = None,
        onto: Floats | None = None,
    ) -> None:
        self._bert, self._precision, self._made, self._onto = bert, precision, made, onto
        self._threads = threads or _processors()
        self._lock = threading.Lock()

    def hidden(self, texts: Sequence[Pieces]) -> list[Floats]:
        """Shape (pieces, width) of each text, in order; looks at the deadline after each."""
        return [states for states, *_ in self.outputs(texts)]

    def outputs(self, texts: Sequence[Pieces]) -> list[list[Floats]]:
        """The same, followed by its product with `onto` where that was given, shape (pieces, few)."""
        if len(texts) == 1 or self._threads == 1:
            return list(_looking(map(self._read, texts)))
        order = sorted(
            range(len(texts)), key=lambda at: -len(texts[at][0])
        )  # long ones first: all end together
        read = self._few_at_a_time([texts[at] for at in order])
        done = dict(zip(order, _looking(read), strict=True))
        return [done[at] for at in range(len(texts))]

    def _few_at_a_time(self, texts: Sequence[Pieces]) -> Iterator[list[Floats]]:
        """The results in order. Only one text more than there are threads is queued, so that other callers'
        texts are read in between."""
        begun: deque[Future[list[Floats]]] = deque()
        try:
            for text in texts:
                begun.append(self._pool.submit(self._read, text))
                if len(begun) > self._threads:
                    yield begun.popleft().result()
            while begun:
                yield begun.popleft().result()
        finally:
            for one in begun:
                one.cancel()

    def _read(self, text: Pieces) -> list[Floats]:
        ids, segments = text
        given = {"embedded": self._bert.embed(np.asarray(ids, np.int64), np.asarray(segments, np.int64))}
        if self._bert.distances is not None:
            given["near"] = spread(self._bert.distances, len(ids))
        with self._lock:
            run = self._run
        return run(given)

    @cached_property
    def _run(self) -> Run:
        return open_model(self._made or encoder_model(self._bert, self._precision, self._onto))

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._threads, thread_name_prefix="encoder")


def _looking(read: Iterator[list[Floats]]) -> Iterator[list[Floats]]:
    """Yields what was read until nobody waits for it; what the pool has not begun by then is never begun."""
    for states in read:
        yield states
        look()


def _processors() -> int:
    """How many processors this process may use, where the system says so."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def open_model(model: bytes | Path) -> Run:
    """A model, or the file of one, that runs on the caller's thread."""
    bound_memory()
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # every length is another pattern
    options.log_severity_level = 3
    told = model if isinstance(model, bytes) else str(model)
    session = onnxruntime.InferenceSession(told, options, providers=["CPUExecutionProvider"])
    return partial(session.run, None)
