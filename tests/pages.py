"""Pages as a browser is given them, read as trees, and questions whose answers tests look at."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient
from lxml import html

KAZAKHSTAN = "What does Kazakhstan say about unarmed civilian protection?"
EVERYONE = "Which delegations support unarmed civilian protection?"
CITED = "//article[@class='cited']"
TOPIC = "protection of hospitals"


def page(client: TestClient, url: str, status: int = 200, **params: Any) -> Any:
    """The page at an address, as a tree; every page is HTML under a policy that runs one file of ours."""
    reply = client.get(url, params=params or None)
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert reply.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; ")
    return html.fromstring(reply.text)


def words(node: Any) -> str:
    return " ".join(node.text_content().split())


def found(tree: Any, path: str) -> list[str]:
    return [words(node) for node in tree.xpath(path)]
