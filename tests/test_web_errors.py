"""Errors on the page: one sentence beside the form, or a page of their own."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from lxml import html

from api.gate import Gate
from tests.pages import found, page


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"since": "27 May 2020"}, "filters.since"),
        ({"delegation": "Narnia"}, "Narnia"),
        ({"limit": "many"}, "limit"),
        ({"q": "x" * 2001}, "2000 characters"),
        ({"q": "?!"}, "no words"),
        ({"limit": "many"}, "give a whole number"),
        ({"limit": "9" * 5000}, "give a whole number"),
        ({"limit": "51"}, "limit"),
    ],
)
@pytest.mark.parametrize("place", ["/", "/search"])
def test_what_cannot_be_used_is_said_in_one_sentence_beside_the_form(
    client: TestClient, place: str, params: dict[str, str], said: str
) -> None:
    tree = page(client, place, 422, **{"q": "hospitals", **params})
    (message,) = found(tree, "//*[@role='alert']")
    assert said in message
    assert message.endswith(".")
    assert tree.xpath("//input[@name='q']/@value") == [params.get("q", "hospitals")]


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/statements/none", 404),
        ("/statements/none?from=1&to=2", 404),
        ("/statements/{id}?from=1", 422),
        ("/statements/{id}?from=a&to=b", 422),
        ("/statements/{id}?from=5&to=5", 422),
        ("/statements/{id}?from=0&to=99999999", 422),
        ("/check?quote=...", 422),
        (f"/check?quote=peace&delegation={'x' * 301}", 422),
    ],
)
def test_errors_are_pages(client: TestClient, url: str, status: int) -> None:
    id = client.get("/v1/statements?limit=1").json()["items"][0]["id"]
    tree = page(client, url.format(id=id), status)
    (message,) = found(tree, "//*[@role='alert']")
    assert message.endswith(".")


def test_browser_is_never_shown_a_problem_document(client: TestClient) -> None:
    """Unknown addresses, wrong methods and refused writes are pages to a browser, documents to a program."""
    browser = {"accept": "text/html,application/xhtml+xml"}
    for method, url, status in (("GET", "/nothing", 404), ("PUT", "/check", 405), ("GET", "/docs/none", 404)):
        reply = client.request(method, url, headers=browser)
        assert (reply.status_code, reply.headers["content-type"]) == (status, "text/html; charset=utf-8")
        assert found(html.fromstring(reply.text), "//*[@role='alert']")
        assert client.request(method, url).headers["content-type"] == "application/problem+json"
    assert client.get("/v1/nothing", headers=browser).headers["content-type"] == "application/problem+json"


def test_full_queue_is_a_page_that_says_when_to_come_back(own_client: TestClient) -> None:
    own_client.app.state.gate = Gate(at_once=1, queue=0)  # type: ignore[attr-defined]
    tree = page(own_client, "/", 503, q="peace")
    assert "busy" in found(tree, "//*[@role='alert']")[0]
    assert own_client.get("/?q=peace").headers["retry-after"]
