"""The page that checks drafts: verdicts beside the draft's own words, differences word by word."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from api.web.differences import runs
from tests.pages import found, words

TRUE = "including unarmed civilian protection"
FALSE = "We must also use innovative practical tools, including armed civilian protection."
DRAFT = (
    f"Kazakhstan spoke of practical tools, \u201c{TRUE}\u201d.\n\n"
    "Nothing is quoted <b>here</b>.\n\n"
    f"Kazakhstan also said: \u201c{FALSE}\u201d\n"
)
OURS = {"origin": "http://127.0.0.1", "sec-fetch-site": "same-origin", "user-agent": "Mozilla/5.0"}


def checked(client: TestClient, status: int = 200, **sent: Any) -> Any:
    """The page that a draft sent as a browser sends it is answered with."""
    reply = client.post("/check", headers=OURS, **sent)
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    return html.fromstring(reply.text)


def test_draft_is_shown_whole_with_a_verdict_beside_each_quotation(client: TestClient) -> None:
    report = client.post("/v1/drafts/check", files={"file": ("draft.txt", DRAFT)}).json()
    tree = checked(client, data={"draft": DRAFT})
    assert [one["check"]["verdict"] for one in report["quotations"]] == ["verbatim", "altered"]
    assert found(tree, "//mark") == [one["quote"] for one in report["quotations"]]
    assert [heading.split("] ")[1] for heading in found(tree, "//article/h3")] == [
        "Word for word on record", "Altered",
    ]  # fmt: skip
    notes = [one["footnote"] for one in report["quotations"] if one["footnote"]]
    assert found(tree, "//article/p[@class='note']") == notes
    shown = " ".join(found(tree, "//p[@class='words']"))
    assert "Nothing is quoted <b>here</b>." in shown
    assert not tree.xpath("//b")


def test_footnotes_are_taken_away_cited_anew(client: TestClient) -> None:
    """Words and footnote of the record for what is on it, the verdict alone for what is not, in any style;
    what no page of ours holds is refused."""
    tree = checked(
        client,
        data={"draft": DRAFT + "\nChile: \u201cwhales are to be hunted by everyone everywhere\u201d\n"},
    )
    form = tree.xpath("//form[@action='/check/footnotes']")[0]
    sent = {"cited": form.xpath(".//input/@value"), "style": "un"}
    text = client.post("/check/footnotes", headers=OURS, data=sent).text
    assert "On record: \u201cWe must also actively use" in text
    assert "[3] Not found on record." in text
    for note in found(tree, "//article/p[@class='note']"):
        assert f"Footnote: {note}" in text
    assert client.post("/check/footnotes", headers=OURS, data={**sent, "style": "chicago"}).text != text
    for lure in ("x", "1:verbatim:1:2:none", "1:altered:5:3:" + "9" * 40):
        reply = client.post("/check/footnotes", headers=OURS, data={"cited": [lure]})
        assert reply.status_code in (404, 422)


def test_uploaded_file_is_checked_as_a_pasted_one(client: TestClient) -> None:
    tree = checked(client, files={"file": ("my draft.md", DRAFT)})
    assert found(tree, "//h2[@id='draft']") == ["my draft.md"]
    assert len(tree.xpath("//mark")) == 2


def test_draft_that_is_none_is_said_on_the_page(client: TestClient) -> None:
    for sent in ({"data": {"draft": " "}}, {"files": {"file": ("draft.exe", b"x")}}):
        tree = checked(client, 422, **sent)
        assert found(tree, "//*[@role='alert']")
        assert tree.xpath("//form[@method='post']")


def test_another_sites_page_sends_no_draft(client: TestClient) -> None:
    foreign = {**OURS, "origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"}
    assert client.post("/check", headers=foreign, data={"draft": DRAFT}).status_code == 403


def test_differences_are_shown_word_by_word(client: TestClient) -> None:
    tree = html.fromstring(client.get("/check", params={"quote": FALSE, "delegation": "KAZ"}).text)
    (line,) = tree.xpath("//p[@class='apart']")
    assert "armed" in found(line, "del")
    assert "unarmed" in found(line, "ins")
    assert "innovative practical tools" in words(line)


WORDS = st.lists(st.sampled_from(["peace", "and", "war", "Peace,", "no."]), max_size=12).map(" ".join)


@given(WORDS, WORDS)
def test_runs_give_both_sides_in_order(quoted: str, recorded: str) -> None:
    told = runs(quoted, recorded)
    if told:
        of_record = "".join(run.text + " " for run in told if run.kind != "quoted")
        assert of_record.split() == recorded.split()
        only = "".join(run.text + " " for run in told if run.kind == "quoted").split()
        assert all(word in quoted.split() for word in only)
