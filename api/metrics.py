"""What the service has done and how it is, in the text format that Prometheus reads.

In: each request as it ends; gates and status when they are asked for. Out: text of version 0.0.4. Written
here rather than with `prometheus_client`: it is a few lines, and that client's registry is a global of its
process. Counts are by route; no address with a question in it is kept.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from api.gate import Gate
from api.schemas import Status

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of the classes of latency, in seconds."""
UNKNOWN = "none"
"""The route of requests that match none, whatever address they made up."""
GATE_GAUGES = {
    "at_once": "Places at the gate.",
    "working": "Places taken.",
    "waiting": "Requests that wait for a place.",
    "stuck": "Places held long after the deadline of their work.",
}
INDEX_GAUGES = {
    "statements": "Statements on record.",
    "passages": "Passages on record.",
    "damaged": "Statements whose stored bytes have changed, and which are not quoted.",
    "bytes": "Bytes of the record store on disk.",
}
VECTOR_STATES = ("absent", "published", "verifying", "ready", "rebuilding", "damaged")


class Metrics:
    """Counts requests; written to by the event loop alone, read by any thread."""

    def __init__(self) -> None:
        self._answered: Counter[tuple[str, str, int]] = Counter()
        self._classes: dict[str, list[int]] = defaultdict(lambda: [0] * (len(BOUNDS) + 1))
        self._seconds: dict[str, float] = defaultdict(float)
        self.at_work = 0

    def note(self, method: str, route: str | None, status: int, seconds: float) -> None:
        """One request has ended."""
        path = route or UNKNOWN
        self._answered[(method if route else UNKNOWN, path, status)] += 1
        self._classes[path][bisect_left(BOUNDS, seconds)] += 1
        self._seconds[path] += seconds

    def text(self, gates: Iterable[Gate], status: Status) -> str:
        lines = [*self._requests(), *self._latencies(), *_gates(list(gates)), *_index(status)]
        return "\n".join(lines) + "\n"

    def _requests(self) -> Iterator[str]:
        counts = sorted(dict(self._answered).items())
        yield from _kind("onrecord_requests_total", "counter", "Requests answered.")
        for (method, path, status), count in counts:
            yield _line("onrecord_requests_total", count, method=method, route=path, status=str(status))
        yield from _kind("onrecord_requests_at_work", "gauge", "Requests that have come and not ended.")
        yield _line("onrecord_requests_at_work", self.at_work)

    def _latencies(self) -> Iterator[str]:
        name = "onrecord_request_seconds"
        yield from _kind(name, "histogram", "Seconds from a request's head to the end of its answer.")
        for path, counts in sorted(dict(self._classes).items()):
            so_far = 0
            for bound, count in zip((*map(str, BOUNDS), "+Inf"), list(counts), strict=True):
                so_far += count
                yield _line(f"{name}_bucket", so_far, route=path, le=bound)
            yield _line(f"{name}_sum", self._seconds[path], route=path)
            yield _line(f"{name}_count", so_far, route=path)


def _gates(gates: list[Gate]) -> Iterator[str]:
    for what, said in GATE_GAUGES.items():
        values = [(getattr(gate, what), {"gate": gate.name}) for gate in gates]
        yield from _gauge(f"onrecord_gate_{what}", said, values)


def _index(status: Status) -> Iterator[str]:
    for what, said in INDEX_GAUGES.items():
        yield from _gauge(f"onrecord_index_{what}", said, [(getattr(status, what), {})])
    states = [(int(state == status.vectors), {"state": state}) for state in VECTOR_STATES]
    yield from _gauge("onrecord_vectors", "1 for the state the vector index is in.", states)
    names = {"embedder": status.embedder, "segmentation": status.segmentation}
    yield from _gauge("onrecord_build_info", "The embedder and segmentation of the index.", [(1, names)])


def _gauge(name: str, said: str, values: Iterable[tuple[float, dict[str, str]]]) -> Iterator[str]:
    """A gauge with its values, each under its labels."""
    yield from _kind(name, "gauge", said)
    for value, labels in values:
        yield _line(name, value, **labels)


def _kind(name: str, kind: str, said: str) -> tuple[str, str]:
    return f"# HELP {name} {said}", f"# TYPE {name} {kind}"


def _line(name: str, value: float, **labels: str) -> str:
    inner = ",".join(f'{key}="{_escaped(label)}"' for key, label in labels.items())
    return f"{name}{{{inner}}} {_number(value)}" if inner else f"{name} {_number(value)}"


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.6f}"


def _escaped(label: str) -> str:
    return label.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
