"""The backend of a running service, reached over HTTP.

In: request models. Out: the service's replies; its problems, as the errors that a local backend raises. A
folder is sent as one request. Redirects are not followed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

from api import schemas as wire
from api.access import WRITE_HEADER
from api.error_kinds import TABLE
from api.events import SHAPES, EventListener
from index.errors import InvalidInput, OnRecordError, Unavailable
from index.ingest.report import Progress
from index.readers.member_names import made_visible
from index.readers.trees import DiskFiles

ERRORS = {kind: error for error, (_, kind) in TABLE.items()} | {"service-unavailable": Unavailable}
TIMEOUT = httpx.Timeout(120.0, connect=5.0)
UPLOAD_TIMEOUT = httpx.Timeout(None, connect=5.0)
EVENTS = "text/event-stream"
STREAMED = {"Accept": EVENTS}
SIDECARS = (".meta.toml", ".meta.json")
NOTHING = wire.Report(
    added=0, updated=0, unchanged=0, removed=0, skipped=[], files=0, passages=0, seconds=0.0, stopped=False
)
R = TypeVar("R", bound=BaseModel)


class RemoteBackend:
    """`key` is sent with every request if one is given."""

    def __init__(
        self, url: str, key: str | None = None, transport: httpx.BaseTransport | None = None
    ) -> None:
        if not url.startswith(("http://", "https://")):
            raise InvalidInput(
                f"{url!r} is not the address of a service; give one like http://127.0.0.1:8080."
            )
        headers = {WRITE_HEADER: "1"} | ({"Authorization": f"Bearer {key}"} if key else {})
        self._url = url.rstrip("/")
        self._http = httpx.Client(base_url=self._url, headers=headers, timeout=TIMEOUT, transport=transport)

    def ask(self, body: wire.AskBody, heard: EventListener | None = None) -> wire.Answer:
        """A model's events come even if nobody listens: they show that the service is still at work."""
        if heard is None and body.answerer != "chat":
            return self._send(wire.Answer, "POST", "/v1/ask", json=_json(body))
        with self._transport_errors():
            return self._streamed(body, heard)

    def search(self, body: wire.SearchBody) -> wire.SearchResult:
        return self._send(wire.SearchResult, "POST", "/v1/search", json=_json(body))

    def similar(self, body: wire.SimilarBody) -> wire.SimilarResult:
        return self._send(wire.SimilarResult, "POST", "/v1/similar", json=_json(body))

    def compare(self, body: wire.CompareBody) -> wire.Matrix:
        return self._send(wire.Matrix, "POST", "/v1/compare", json=_json(body))

    def compare_file(self, body: wire.CompareBody) -> bytes:
        return self._request("POST", "/v1/compare", json=_json(body)).content

    def brief(self, body: wire.BriefBody) -> bytes:
        return self._request("POST", "/v1/briefs", json=_json(body)).content

    def history(self, body: wire.HistoryBody) -> wire.History:
        return self._send(wire.History, "POST", "/v1/history", json=_json(body))

    def coverage(self, query: wire.CoverageQuery) -> wire.Coverage:
        return self._send(wire.Coverage, "GET", "/v1/coverage", params=_json(query))

    def coverage_svg(self, query: wire.CoverageQuery) -> bytes:
        return self._request("GET", "/v1/coverage", params=_json(query) | {"format": "svg"}).content

    def timeline(self, query: wire.TimelineQuery) -> wire.Timeline:
        return self._send(wire.Timeline, "GET", "/v1/timeline", params=_json(query))

    def timeline_svg(self, query: wire.TimelineQuery) -> bytes:
        return self._request("GET", "/v1/timeline", params=_json(query) | {"format": "svg"}).content

    def check_quote(self, body: wire.QuoteBody) -> wire.QuoteCheck:
        return self._send(wire.QuoteCheck, "POST", "/v1/quotes/check", json=_json(body))

    def check_draft(self, name: str, data: bytes) -> wire.DraftReport:
        return self._send(wire.DraftReport, "POST", "/v1/drafts/check", files={"file": (name, data)})

    def verify_answer(self, body: wire.VerifyBody) -> wire.VerifiedAnswer:
        return self._send(wire.VerifiedAnswer, "POST", "/v1/answers/verify", json=_json(body))

    def statement(self, id: str) -> wire.Statement:
        return self._send(wire.Statement, "GET", f"/v1/statements/{_segment(id)}")

    def statements(self, query: wire.StatementQuery) -> wire.StatementPage:
        return self._send(wire.StatementPage, "GET", "/v1/statements", params=_json(query))

    def citation(self, passage_id: str, style: wire.CitationFormat) -> str:
        return self._request("GET", f"/v1/citations/{_segment(passage_id)}", params={"format": style}).text

    def add(
        self, paths: Sequence[Path], collection: str, progress: Callable[[Progress], None]
    ) -> wire.Report:
        packed = [pack(path) for path in paths]
        total = NOTHING
        for path, files in zip(paths, packed, strict=True):
            total = _sum(total, self._upload(files, collection, folder_of(path)))
            progress(Progress(str(path), len(files), total.added + total.updated + total.unchanged, 0))
        return total

    def remove(self, query: wire.RemoveQuery) -> wire.Removed:
        if query.id is None:
            return self._send(wire.Removed, "DELETE", "/v1/statements", params=_json(query))
        self._request("DELETE", f"/v1/statements/{_segment(query.id)}")
        return wire.Removed(removed=1)

    def status(self) -> wire.Status:
        return self._send(wire.Status, "GET", "/v1/status")

    def close(self) -> None:
        self._http.close()

    def _upload(self, files: Mapping[str, Path], collection: str, folder: str) -> wire.Report:
        with ExitStack() as opened:
            parts = [("file", (name, opened.enter_context(path.open("rb")))) for name, path in files.items()]
            form = {"collection": collection, "folder": folder}
            return self._send(
                wire.Report, "POST", "/v1/statements", files=parts, data=form, timeout=UPLOAD_TIMEOUT
            )

    def _streamed(self, body: wire.AskBody, heard: EventListener | None) -> wire.Answer:
        """The answer as events; any other reply is read as it would be without a stream."""
        with self._http.stream("POST", "/v1/ask", json=_json(body), headers=STREAMED) as response:
            if not response.headers.get("content-type", "").startswith(EVENTS):
                response.read()
                return self._shaped(wire.Answer, self._checked(response))
            for name, data in events(response.iter_lines()):
                if name == "error":
                    raise _error(data, response.status_code, self._url)
                if name == "done":
                    return self._shaped(wire.Answer, data)
                if heard is not None and name in SHAPES:
                    heard.tell(name, self._shaped(SHAPES[name], data))
        raise self._cut_off()

    def _send(self, shape: type[R], method: str, path: str, **given: Any) -> R:
        return self._shaped(shape, self._request(method, path, **given).content)

    def _shaped(self, shape: type[R], data: bytes | str) -> R:
        try:
            return shape.model_validate_json(data)
        except ValidationError as error:
            raise Unavailable(f"{self._url} does not answer as On Record does; check the address.") from error

    def _request(self, method: str, path: str, **given: Any) -> httpx.Response:
        with self._transport_errors():
            response = self._http.request(method, path, **given)
        self._checked(response)
        return response

    @contextmanager
    def _transport_errors(self) -> Iterator[None]:
        """Says in one sentence why no answer came."""
        try:
            yield
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise Unavailable(
                f"No service answers at {self._url}; start one with `onrecord serve`, or check the address."
            ) from error
        except httpx.TimeoutException as error:
            raise Unavailable(
                f"{self._url} did not answer in time: it is busy, or much is asked. Narrow the question with "
                "a filter, or ask the same again."
            ) from error
        except httpx.HTTPError as error:
            raise self._cut_off() from error

    def _cut_off(self) -> Unavailable:
        return Unavailable(
            f"The connection to {self._url} ended before the answer came: see that the service runs, "
            "then ask the same again."
        )

    def _checked(self, response: httpx.Response) -> bytes:
        """The body of what went well; raises what went wrong."""
        if not response.is_success:
            raise _error(response.content, response.status_code, self._url)
        return response.content


def pack(path: Path) -> dict[str, Path]:
    """The files of one upload by relative path: a file with its sidecar, or all of a folder."""
    if path.is_dir():
        tree = DiskFiles(path)
        found = (inner for inner in tree.paths() if tree.find(inner) is not None)
        return {made_visible(inner): path / inner for inner in found}
    if not path.is_file():
        raise InvalidInput(f"{path} is neither a file nor a folder; check the path.")
    beside = [path.with_name(path.stem + end) for end in SIDECARS]
    return {file.name: file for file in (path, *beside) if file.is_file()}


def folder_of(path: Path) -> str:
    """The folder on this machine that the names of an upload start from: the same name in two folders means
    two files."""
    folder = (path if path.is_dir() else path.parent).resolve()
    return made_visible(folder.as_posix())


def _sum(one: wire.Report, other: wire.Report) -> wire.Report:
    return wire.Report(
        **{name: getattr(one, name) + getattr(other, name) for name in wire.Report.model_fields}
    )


def events(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Names and data of the events in a stream of this service; comments are passed over."""
    name = ""
    for line in lines:
        field, _, value = line.partition(": ")
        if field == "event":
            name = value
        elif field == "data":
            yield name, value


def _error(body: bytes | str, status: int, url: str) -> OnRecordError:
    try:
        problem = wire.Problem.model_validate_json(body)
    except ValidationError:
        return Unavailable(
            f"{url} answered {status} as On Record does not: check the address, and whether "
            "something between here and the service cut the request short."
        )
    return ERRORS.get(problem.type.rpartition(":")[2], OnRecordError)(problem.detail)


def _json(body: BaseModel) -> dict[str, Any]:
    return body.model_dump(mode="json", exclude_none=True, exclude_defaults=True)


def _segment(id: str) -> str:
    return quote(id, safe="")
