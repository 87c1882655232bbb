"""Settings that cannot be used are refused by name."""

from __future__ import annotations

import os
from pathlib import Path

import httpx
import pytest

from api.gate import seconds_of
from api.settings import Settings, keep_off_proxies, settings_from
from api.wiring import make_model
from index import errors
from rag.generation.endpoint import ChatEndpoint
from rag.generation.replies import Patience
from tests.hash_embedder import HashEmbedder
from tests.served import listening


def test_settings_refuse_what_is_no_number(tmp_path: Path) -> None:
    with pytest.raises(errors.InvalidInput, match="ONRECORD_QUEUE"):
        settings_from({"ONRECORD_QUEUE": "many"})
    assert settings_from({"ONRECORD_DATA_DIR": "a"}, str(tmp_path)).data_dir == tmp_path


def test_how_long_a_model_is_waited_for_is_a_setting() -> None:
    """By what is waited for; what is not set is as it was, and what is reaches the endpoint and the gate."""
    named = {"FIRST": "90", "TOTAL": "600", "URL": "http://127.0.0.1:9/v1", "MODEL": "tiny"}
    settings = settings_from({f"ONRECORD_LLM_{name}": value for name, value in named.items()})
    assert settings.llm_patience == Patience(connect=5, first=90, idle=20, total=600)
    endpoint = make_model(settings)
    assert endpoint is not None
    assert endpoint.patience == settings.llm_patience
    assert seconds_of(settings) == settings.deadline + 600
    with pytest.raises(errors.InvalidInput, match="ONRECORD_LLM_IDLE"):
        settings_from({"ONRECORD_LLM_IDLE": "0"})


NO_ADDRESSES = """
chroma http:// ftp://x http://x:99999 http://x:0 http://x:a http://[::1 localhost:8000 http://:8000
http://x/chroma http://x?y http://x#y http://me:secret@x
"""


@pytest.mark.parametrize("url", [*NO_ADDRESSES.split(), "http://a b", " "])
def test_settings_refuse_what_is_no_address(url: str) -> None:
    with pytest.raises(errors.InvalidInput, match="give scheme, host and port") as refused:
        settings_from({"ONRECORD_CHROMA_URL": url})
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8000", "https://chroma.example.org/", "http://my_chroma", "http://[::1]:8000", ""],
)
def test_settings_take_addresses(url: str) -> None:
    assert settings_from({"ONRECORD_CHROMA_URL": url}).chroma_url == (url or None)


@pytest.mark.parametrize("named", ["", "example.org, other.example"])
def test_nothing_for_this_machine_passes_a_proxy(
    named: str, indexed: Settings, embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the environment excepts stays excepted."""
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, named)
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with listening(indexed, embedder) as address:
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{address}/v1/health", timeout=60)
        keep_off_proxies(os.environ)
        assert httpx.get(f"{address}/v1/health", timeout=60).status_code == 200
    excepted = os.environ["no_proxy"].split(",")
    assert excepted == [*filter(None, named.split(", ")), "127.0.0.1", "localhost", "::1"]


def test_a_key_is_never_shown() -> None:
    """Neither by the settings nor by the endpoint."""
    settings = settings_from(
        {"ONRECORD_LLM_URL": "http://a/v1", "ONRECORD_LLM_MODEL": "m", "ONRECORD_LLM_KEY": "k3y"}
    )
    assert "k3y" not in repr(settings)
    assert "k3y" not in repr(ChatEndpoint("http://a/v1", "m", "k3y"))
