"""Who may do what, as one table: route by key by origin by method; without a service."""

from __future__ import annotations

import itertools

import pytest
from starlette.datastructures import Headers

from api.access import COMPUTING, NOT_SERVED, NOTED, WRITE_HEADER, Asked, Refusal, is_loopback, judge
from api.openai.errors import ELSEWHERE
from api.settings import Settings, settings_from
from index.errors import InvalidInput

HERE, THERE = "127.0.0.1", "192.0.2.7"
OWN = {"origin": "http://127.0.0.1:8080", "sec-fetch-site": "same-origin"}
WRITES = [("POST", "/v1/statements"), ("DELETE", "/v1/statements/x"), ("DELETE", "/v1/statements")]
POSTS = [("POST", path) for path in sorted(COMPUTING - NOTED)]
NOTES = [("POST", path) for path in sorted(NOTED)]
READS = [("GET", "/v1/statements"), ("GET", "/v1/status"), ("GET", "/"), *POSTS]
FOREIGN = [
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://127.0.0.1:9999"},
    {"origin": "http://127.0.0.1:8080", "sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "cross-site"},
    {"referer": "https://evil.example/page"},
    {"origin": "http://127.0.0.1:x"},
]
TYPES = [
    "multipart/form-data; boundary=x",
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/json",
    "",
]
KEYS = Settings(api_keys=("all",), read_keys=("reads",), collection_keys=(("c", "writes"),))
OPEN_READING = Settings(api_keys=("all",), collection_keys=(("c", "writes"),))


def status(
    method: str, path: str, settings: Settings, headers: dict[str, str] | None = None, peer: str | None = HERE
) -> int:
    """200 for a request that goes on."""
    given = Headers({"host": "127.0.0.1:8080", **(headers or {})})
    found = judge(Asked(method, path, given, peer), settings)
    return found.status if isinstance(found, Refusal) else 200


@pytest.mark.parametrize("page", FOREIGN)
def test_a_foreign_page_posts_nothing(page: dict[str, str]) -> None:
    """Whatever the content type, with the header or a right key or none, from this machine or another."""
    keys: tuple[dict[str, str], ...] = ({}, {"authorization": "Bearer all"}, {WRITE_HEADER: "1"})
    ways = itertools.product([*WRITES, *POSTS, *NOTES], (Settings(), KEYS), TYPES, keys, (HERE, THERE))
    for (method, path), settings, kind, key, peer in ways:
        headers = {**page, **key, "content-type": kind}
        assert status(method, path, settings, headers, peer) == 403, (method, path, headers, peer)


@pytest.mark.parametrize(
    ("headers", "peer", "wanted"),
    [
        ({WRITE_HEADER: "1"}, HERE, 200),
        ({WRITE_HEADER: "1", "user-agent": "curl/8"}, "::1", 200),
        ({WRITE_HEADER: "1"}, "::ffff:127.0.0.1", 200),
        ({}, HERE, 403),
        ({"user-agent": "curl/8"}, HERE, 403),
        ({WRITE_HEADER: "1"}, None, 403),
        ({WRITE_HEADER: "1"}, THERE, 403),
        ({WRITE_HEADER: "1", "x-forwarded-for": "127.0.0.1"}, HERE, 403),
        ({WRITE_HEADER: "1", "x-forwarded-proto": "https"}, HERE, 403),
        ({WRITE_HEADER: "1", "cf-connecting-ip": "192.0.2.7"}, HERE, 403),
        ({WRITE_HEADER: "1", "host": "records.example"}, HERE, 403),
        ({WRITE_HEADER: "1", "host": ""}, HERE, 403),
        (OWN, HERE, 403),
        ({**OWN, WRITE_HEADER: "1"}, HERE, 200),
        ({"content-type": TYPES[0]}, HERE, 403),
        ({"host": "evil.example:8080", "origin": "http://evil.example:8080", WRITE_HEADER: "1"}, HERE, 403),
    ],
)
def test_without_a_key_only_this_machine_writes(
    headers: dict[str, str], peer: str | None, wanted: int
) -> None:
    """And only with the header, which no form sends, program or page; a rebound name is no way in."""
    given = {route: status(*route, Settings(), headers, peer) for route in WRITES}
    assert given == dict.fromkeys(WRITES, wanted)


@pytest.mark.parametrize(
    ("key", "reads", "writes"),
    [
        (None, 401, 401),
        ("wrong", 401, 401),
        ("", 401, 401),
        ("all", 200, 200),
        ("reads", 200, 403),
        ("writes", 403, 200),
    ],
)
@pytest.mark.parametrize("peer", [HERE, THERE])
def test_keys_have_scopes(key: str | None, reads: int, writes: int, peer: str) -> None:
    for name in ("authorization", "x-api-key"):
        value = f"Bearer {key}" if name == "authorization" else str(key)
        headers = {} if key is None else {name: value}
        assert {status(*asked, KEYS, headers, peer) for asked in READS} == {reads}
        assert {status(*asked, KEYS, headers, peer) for asked in WRITES} == {writes}
        assert {status(*asked, OPEN_READING, {}, peer) for asked in READS} == {200}


@pytest.mark.parametrize(
    ("headers", "peer", "settings", "wanted"),
    [
        (OWN, HERE, Settings(), 200),
        ({"sec-fetch-site": "same-origin"}, HERE, Settings(), 200),
        ({}, HERE, Settings(), 403),
        ({"user-agent": "curl/8"}, HERE, Settings(), 403),
        (OWN, THERE, Settings(), 403),
        ({**OWN, "x-forwarded-for": "127.0.0.1"}, HERE, Settings(), 403),
        (OWN, THERE, OPEN_READING, 200),
        ({}, THERE, OPEN_READING, 403),
        (OWN, THERE, KEYS, 401),
        ({**OWN, "authorization": "Basic OnJlYWRz"}, THERE, KEYS, 200),
    ],
)
def test_what_is_noted_of_an_answer_comes_from_a_page_of_ours(
    headers: dict[str, str], peer: str, settings: Settings, wanted: int
) -> None:
    """Which says so itself; and where there is no key, from this machine: a note is written to its disk."""
    assert {status(*asked, settings, headers, peer) for asked in NOTES} == {wanted}


def test_reading_keys_alone_close_writing() -> None:
    only = Settings(read_keys=("reads",))
    assert status("DELETE", "/v1/statements/x", only, {"x-api-key": "reads"}) == 403
    assert status("DELETE", "/v1/statements/x", only) == 401


def test_a_key_is_held_to_its_collections() -> None:
    asked = Asked("POST", "/v1/statements", Headers({"host": "h", "x-api-key": "writes"}), THERE)
    found = judge(asked, KEYS)
    assert not isinstance(found, Refusal)
    assert found.collections == frozenset({"c"})


def test_a_browser_reads_by_password_and_never_writes_by_it() -> None:
    """A browser sends what it was told once with every request, asked or not."""
    basic = {"authorization": "Basic OmFsbA=="}
    assert status("GET", "/", KEYS, basic) == 200
    assert status("DELETE", "/v1/statements/x", KEYS, basic) == 401


@pytest.mark.parametrize("path", ["/v1/health", "/v1/ready", "/web/style.css"])
def test_probes_and_files_of_the_page_need_no_key(path: str) -> None:
    assert status("GET", path, KEYS) == 200


def test_who_looks_for_a_chat_elsewhere_is_told_and_not_asked_for_a_header() -> None:
    assert set(ELSEWHERE) == NOT_SERVED
    assert {status("POST", path, Settings()) for path in ELSEWHERE} == {200}


@pytest.mark.parametrize("host", ["localhost", "::1", "[::1]", "127.9.9.9"])
def test_loopback(host: str) -> None:
    assert is_loopback(host)
    assert not is_loopback(f"{host}.example")
    assert not is_loopback("0.0.0.0")


def test_a_wrong_pair_of_collection_and_key_is_refused_without_the_key() -> None:
    assert settings_from({"ONRECORD_COLLECTION_KEY": "c=k=="}).collection_keys == (("c", "k=="),)
    with pytest.raises(InvalidInput) as refused:
        settings_from({"ONRECORD_COLLECTION_KEY": "=secret"})
    assert "secret" not in str(refused.value)
