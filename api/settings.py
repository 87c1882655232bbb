"""What configures a run: the environment (`ONRECORD_*`), and the options that override it.

In: a mapping of environment variables. Out: one frozen value; an unusable setting is refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from api.logs import FORMS
from index.errors import InvalidInput
from index.readers.ziparchive import BOUNDS, Bounds
from index.store.database import Place, Postgres
from index.store.schema import DATABASE
from rag.generation.replies import Patience

DEFAULT_DATA_DIR = "./onrecord-data"
LOOPBACK = ("127.0.0.1", "localhost", "::1", "[::1]")
EMBEDDERS = ("auto", "int8", "float32", "torch")
"""What runs the packaged model: ONNX Runtime in eight bits or float32, or sentence-transformers; by itself
the way that made the index, and for a new one the faster of the first two, as measured."""
MEBIBYTE = 1024 * 1024
HOST = re.compile(r"[\w.:-]+")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the service is told. `api_keys` may do all, `read_keys` only read and, once there are any, reading
    needs a key; `collection_keys` are pairs of a collection and a key that may write to it alone.
    `shards` are records read together in place of one. `allowed_hosts` are the names the service answers to;
    `own` is the delegation that asks."""

    data_dir: Path = Path(DEFAULT_DATA_DIR)
    model: str | None = None
    embedder: str = EMBEDDERS[0]
    reranker: str | None = None
    chroma_url: str | None = None
    database_url: str | None = field(default=None, repr=False)
    shards: tuple[Place, ...] = ()
    llm_url: str | None = None
    llm_model: str | None = None
    llm_key: str | None = field(default=None, repr=False)
    llm_patience: Patience = field(default_factory=Patience)
    own: str | None = None
    api_keys: tuple[str, ...] = field(default=(), repr=False)
    read_keys: tuple[str, ...] = field(default=(), repr=False)
    collection_keys: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    allowed_hosts: tuple[str, ...] = LOOPBACK
    max_upload: int = 50 * MEBIBYTE
    max_body: int = MEBIBYTE
    archives: Bounds = BOUNDS
    at_once: int = 4
    queue: int = 64
    connections: int = 512
    deadline: int = 30
    log: str = FORMS[0]

    @property
    def kept_here(self) -> bool:
        """Does the record lie in the data folder, so that what is made of it may lie there too?"""
        return not self.database_url and not self.shards

    @property
    def record(self) -> Place:
        """Where the record lies: in the data directory, or in a database."""
        return Postgres(self.database_url) if self.database_url else self.data_dir / DATABASE

    @property
    def any_model(self) -> bool:
        """Is a language model configured, that can be asked to write?"""
        return self.llm_url is not None and self.llm_model is not None

    @property
    def any_key(self) -> bool:
        return bool(self.api_keys or self.read_keys or self.collection_keys)


def settings_from(environ: Mapping[str, str], data_dir: str | None = None) -> Settings:
    """Options override the environment. Raises InvalidInput for a number or an address that is not one."""
    default = Settings()
    return Settings(
        data_dir=Path(data_dir or environ.get("ONRECORD_DATA_DIR") or DEFAULT_DATA_DIR),
        model=environ.get("ONRECORD_MODEL") or None,
        embedder=_one_of(environ, "ONRECORD_EMBEDDER", EMBEDDERS),
        reranker=environ.get("ONRECORD_RERANKER") or None,
        chroma_url=_server(environ, "ONRECORD_CHROMA_URL"),
        database_url=_database(environ),
        shards=_shards(environ),
        llm_url=_endpoint(environ),
        llm_model=environ.get("ONRECORD_LLM_MODEL") or None,
        llm_key=environ.get("ONRECORD_LLM_KEY") or None,
        llm_patience=_patience(environ, default.llm_patience),
        own=environ.get("ONRECORD_AS") or None,
        api_keys=_listed(environ.get("ONRECORD_API_KEY", "")),
        read_keys=_listed(environ.get("ONRECORD_READ_KEY", "")),
        collection_keys=_pairs(environ, "ONRECORD_COLLECTION_KEY"),
        allowed_hosts=LOOPBACK + _listed(environ.get("ONRECORD_ALLOWED_HOSTS", "")),
        max_upload=_number(environ, "ONRECORD_MAX_UPLOAD_MB", default.max_upload // MEBIBYTE) * MEBIBYTE,
        archives=_bounds(environ, default.archives),
        at_once=_number(environ, "ONRECORD_AT_ONCE", default.at_once),
        queue=_number(environ, "ONRECORD_QUEUE", default.queue),
        connections=_number(environ, "ONRECORD_CONNECTIONS", default.connections),
        log=_one_of(environ, "ONRECORD_LOG", FORMS),
        deadline=_number(environ, "ONRECORD_DEADLINE", default.deadline),
    )


def keep_off_proxies(environ: MutableMapping[str, str]) -> None:
    """What goes from this machine to itself passes no proxy that the environment names: one elsewhere would
    read what is asked."""
    named = _listed(environ.get("no_proxy") or environ.get("NO_PROXY") or "")
    environ["no_proxy"] = environ["NO_PROXY"] = ",".join(dict.fromkeys([*named, *LOOPBACK[:3]]))


def _bounds(environ: Mapping[str, str], default: Bounds) -> Bounds:
    """What one archive may cost."""
    return replace(
        default,
        members=_number(environ, "ONRECORD_ARCHIVE_FILES", default.members),
        total=_number(environ, "ONRECORD_ARCHIVE_MB", default.total // MEBIBYTE) * MEBIBYTE,
        statements=_number(environ, "ONRECORD_ARCHIVE_STATEMENTS", default.statements),
        passages=_number(environ, "ONRECORD_ARCHIVE_PASSAGES", default.passages),
        seconds=_number(environ, "ONRECORD_ARCHIVE_SECONDS", default.seconds),
        file_seconds=_number(environ, "ONRECORD_FILE_SECONDS", default.file_seconds),
    )


def _one_of(environ: Mapping[str, str], name: str, known: tuple[str, ...]) -> str:
    value = environ.get(name) or known[0]
    if value not in known:
        raise InvalidInput(f"{name} is {value!r}; give one of {', '.join(known)}.")
    return value


def _listed(value: str) -> tuple[str, ...]:
    return tuple(part for part in (piece.strip() for piece in value.split(",")) if part)


def _pairs(environ: Mapping[str, str], name: str) -> tuple[tuple[str, str], ...]:
    """`collection=key` pairs; a wrong one is refused without being shown, since it holds a key."""
    pairs = [piece.partition("=") for piece in _listed(environ.get(name, ""))]
    if not all(collection.strip() and key.strip() for collection, _, key in pairs):
        raise InvalidInput(f"{name} is not readable; give COLLECTION=KEY, several with commas between.")
    return tuple((collection.strip(), key.strip()) for collection, _, key in pairs)


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    value = environ.get(name) or str(default)
    if not value.isdecimal() or int(value) < 1:
        raise InvalidInput(f"{name} is {value!r}; give a whole number of at least 1.")
    return int(value)


def _server(environ: Mapping[str, str], name: str) -> str | None:
    """The address of a server, None for none. What stands before an @ is never shown, since it may be a
    password."""
    value = environ.get(name) or None
    if value is not None and not _is_server(value):
        raise InvalidInput(
            f"{name} is {value.rpartition('@')[2]!r}; give scheme, host and port, like http://127.0.0.1:8000."
        )
    return value


def _database(environ: Mapping[str, str]) -> str | None:
    """The address of a database; never shown, for it may hold a password."""
    value = environ.get("ONRECORD_DATABASE_URL") or None
    if value is not None and not is_database(value):
        raise InvalidInput(
            "ONRECORD_DATABASE_URL is not the address of a database; give one like postgresql://USER@HOST/NAME."
        )
    return value


def _shards(environ: Mapping[str, str]) -> tuple[Place, ...]:
    """Data directories and addresses of databases, with commas between."""
    named = _listed(environ.get("ONRECORD_SHARDS", ""))
    if named and (environ.get("ONRECORD_DATABASE_URL") or environ.get("ONRECORD_CHROMA_URL")):
        raise InvalidInput(
            "ONRECORD_SHARDS names all the records that are read together, and they are scanned: leave "
            "ONRECORD_DATABASE_URL and ONRECORD_CHROMA_URL out."
        )
    return tuple(Postgres(name) if is_database(name) else Path(name) / DATABASE for name in named)


def is_database(value: str) -> bool:
    return value.startswith(("postgresql://", "postgres://"))


def _endpoint(environ: Mapping[str, str]) -> str | None:
    """The address of a language model, with its model's name beside it."""
    value = environ.get("ONRECORD_LLM_URL") or None
    if value is None:
        return None
    if not value.startswith(("http://", "https://")):
        raise InvalidInput("ONRECORD_LLM_URL is not an address; give one like http://127.0.0.1:11434/v1.")
    if not environ.get("ONRECORD_LLM_MODEL"):
        raise InvalidInput("ONRECORD_LLM_URL is set, ONRECORD_LLM_MODEL is not; name the model to ask.")
    return value


def _patience(environ: Mapping[str, str], default: Patience) -> Patience:
    """Seconds that the language model is waited for, by what is waited for."""
    return Patience(
        connect=_number(environ, "ONRECORD_LLM_CONNECT", int(default.connect)),
        first=_number(environ, "ONRECORD_LLM_FIRST", int(default.first)),
        idle=_number(environ, "ONRECORD_LLM_IDLE", int(default.idle)),
        total=_number(environ, "ONRECORD_LLM_TOTAL", int(default.total)),
    )


def _is_server(value: str) -> bool:
    try:
        parts = urlsplit(value)
        usable = bool(HOST.fullmatch(parts.hostname or "")) and parts.port != 0
    except ValueError:
        return False
    bare = SplitResult(parts.scheme, parts.netloc, "", "", "").geturl()
    nothing_more = "@" not in value and value.lower().rstrip("/") == bare.lower()
    return usable and nothing_more and parts.scheme in ("http", "https")
