"""Who may do what: tells a web page from a program, and what a key, or having none, allows.

In: the request line, its headers and the peer's address; never the body. Out: a `Refusal`, or the collections
that the request is restricted to. Every unsafe request that bears the marks of a foreign page is refused,
with or without a key.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from api.settings import LOOPBACK, Settings

WRITE_HEADER = "X-OnRecord-Write"
"""Whoever writes without a key sends this; a form cannot send it, and a foreign script only after a
preflight, which is never granted."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
COMPUTING = frozenset(
    {
        "/v1/ask",
        "/v1/search",
        "/v1/similar",
        "/v1/compare",
        "/v1/history",
        "/v1/briefs",
        "/v1/quotes/check",
        "/v1/answers/verify",
        "/v1/drafts/check",
        "/v1/chat/completions",
        "/mcp",
        "/check",
        "/check/footnotes",
        "/wrong",
    }
)
"""Paths that are posted to but only read, or only note what a reader says of an answer (`api.feedback`). A
path that is not listed counts as writing."""
NOTED = frozenset({"/wrong"})
"""Of these, what is noted on disk: it comes from a page of ours, which says so itself; without any key from
this machine only."""
NOT_SERVED = frozenset({"/v1/completions", "/v1/embeddings", "/v1/responses"})
"""Where nothing is; who posts there is told where a chat is (`api.openai.errors`)."""
TASKS = "/v1/tasks"
OPEN = ("/v1/health", "/v1/ready", "/static/", "/web/")
"""No key is needed for these: probes, and the files of the page."""
FORWARDED = ("forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip")
FORWARDED_AS = "x-forwarded-"
"""Headers, and how others begin, that a proxy adds."""
FOREIGN = (
    "This request comes from a page of another site; send it from a program or from the service's own pages."
)
NO_PAGE = "What is noted of an answer comes from the page that shows it; send it from there."
NO_HEADER = f"Writing without a key needs the header '{WRITE_HEADER}: 1', which no form can send; add it."
ELSEWHERE = "Without a key only this machine writes here; set ONRECORD_API_KEY there and send the key."
NO_KEY = {
    "read": "Reading from this service needs a key; send it as 'Authorization: Bearer KEY'.",
    "write": "Writing to this service needs a key; send it as 'Authorization: Bearer KEY'.",
}
NOT_THIS_KEY = {
    "read": "This key may write to its collection only; send one that may read.",
    "write": "This key may only read; send one that may write.",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What decides about the rights of a request; `peer` is the address it came from, None if unknown."""

    method: str
    path: str
    headers: Headers
    peer: str | None

    @property
    def unsafe(self) -> bool:
        return self.method not in SAFE

    @property
    def scope(self) -> str:
        return "write" if self.unsafe and self.path not in COMPUTING | NOT_SERVED else "read"

    @property
    def of_task(self) -> bool:
        """Does it only look at tasks, which senders may do for what they sent themselves?"""
        return not self.unsafe and (self.path == TASKS or self.path.startswith(f"{TASKS}/"))


@dataclass(frozen=True, slots=True)
class Refusal:
    """The status and the sentence; `challenge` is the `WWW-Authenticate` of a 401."""

    status: int
    detail: str
    challenge: str | None = None


@dataclass(frozen=True, slots=True)
class Rights:
    """What a key may do; `collections` is None for all."""

    scopes: frozenset[str]
    collections: frozenset[str] | None = None


def judge(asked: Asked, settings: Settings) -> Refusal | Rights:
    """The rights the request goes on with, or why it may not."""
    if asked.unsafe and _foreign(asked.headers):
        return Refusal(403, FOREIGN)
    if asked.unsafe and asked.path in NOTED and (refusal := _may_note(asked, settings)):
        return refusal
    free = asked.path.startswith(OPEN) and not asked.unsafe
    if free or (asked.scope == "read" and not settings.read_keys):
        return Rights(frozenset({"read"}))
    if not settings.any_key:
        return _without_key(asked)
    rights = _rights(asked, settings)
    if rights is None:
        return Refusal(401, NO_KEY[asked.scope], _challenge(asked))
    may = asked.scope in rights.scopes or asked.of_task
    return rights if may else Refusal(403, NOT_THIS_KEY[asked.scope])


def is_loopback(host: str | None) -> bool:
    """Is it this machine, by address or as `localhost`?"""
    try:
        address = ipaddress.ip_address((host or "").strip("[]"))
    except ValueError:
        return host == "localhost"
    mapped = getattr(address, "ipv4_mapped", None)
    return address.is_loopback or bool(mapped and mapped.is_loopback)


def _without_key(asked: Asked) -> Refusal | Rights:
    if not _is_here(asked):
        return Refusal(403, ELSEWHERE)
    if WRITE_HEADER not in asked.headers:
        return Refusal(403, NO_HEADER)
    return Rights(frozenset({"read", "write"}))


def _is_here(asked: Asked) -> bool:
    """Does it come from this machine? Host and forwarding headers count too: behind a proxy, or under a
    rebound name, everyone looks local."""
    name = _place(f"//{asked.headers.get('host', '')}")[0]
    passed_on = any(one in FORWARDED or one.startswith(FORWARDED_AS) for one in asked.headers)
    return is_loopback(asked.peer) and name in LOOPBACK and not passed_on


def _may_note(asked: Asked, settings: Settings) -> Refusal | None:
    """Asked of what is not foreign: an origin, where there is one, is ours."""
    if not {"origin", "sec-fetch-site"} & set(asked.headers):
        return Refusal(403, NO_PAGE)
    return None if settings.any_key or _is_here(asked) else Refusal(403, ELSEWHERE)


def _foreign(headers: Headers) -> bool:
    own = _place(f"//{headers.get('host', '')}")
    sites = headers.getlist("sec-fetch-site")
    pages = [*headers.getlist("origin"), *headers.getlist("referer")]
    return any(site not in ("same-origin", "none") for site in sites) or any(
        _place(page) != own for page in pages
    )


def _place(address: str) -> tuple[str | None, int | None]:
    """Host and port, the port None where the scheme implies it; (None, -1), like no host, for `null`."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None, -1
    usual = {"http": 80, "https": 443, "": None}.get(parts.scheme)
    return (parts.hostname, None if port in (80, 443, usual) else port) if parts.hostname else (None, -1)


def _rights(asked: Asked, settings: Settings) -> Rights | None:
    """The rights of the key that was sent, None for no key or a wrong one. Every key is compared, so that the
    time taken reveals nothing."""
    given = _key(asked)
    every = [(key, Rights(frozenset({"read", "write"}))) for key in settings.api_keys]
    every += [(key, Rights(frozenset({"read"}))) for key in settings.read_keys]
    every += [
        (key, Rights(frozenset({"write"}), frozenset({name}))) for name, key in settings.collection_keys
    ]
    return _joined([rights for key, rights in every if hmac.compare_digest(_digest(given), _digest(key))])


def _joined(found: Iterable[Rights]) -> Rights | None:
    """One key given several rights has them all."""
    joined: Rights | None = None
    for rights in found:
        if joined is None:
            joined = rights
            continue
        held = joined.collections if "write" in joined.scopes else frozenset()
        more = rights.collections if "write" in rights.scopes else frozenset()
        either = None if held is None or more is None else held | more
        joined = Rights(joined.scopes | rights.scopes, either)
    return joined


def _key(asked: Asked) -> str:
    """The key as Bearer or X-API-Key; for reading also as the password of Basic, which a browser asks for."""
    scheme, _, given = asked.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return given.strip()
    if scheme.lower() == "basic" and asked.scope == "read":
        return _password(given.strip())
    return asked.headers.get("x-api-key", "")


def _password(given: str) -> str:
    try:
        return base64.b64decode(given, validate=True).decode("utf-8", "replace").partition(":")[2]
    except (binascii.Error, ValueError):
        return ""


def _challenge(asked: Asked) -> str:
    page = asked.scope == "read" and not asked.path.startswith("/v1/")
    return 'Basic realm="On Record", charset="UTF-8"' if page else "Bearer"


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).digest()
