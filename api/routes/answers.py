"""Routes that compute: questions answered, passages found, quotations checked.

In: JSON bodies of the contract. Out: the backend's answer; each passes the gate first.
"""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Request, Response

from api import examples
from api import schemas as wire
from api.problems import documented
from api.routes.depends import GATED, BackendOf
from api.stream import ANSWERED, EventStream, pass_gate_unless_streamed, wants_events

router = APIRouter(prefix="/v1", tags=["answers"], dependencies=[GATED], responses=documented(413, 415, 503))
asking = APIRouter(prefix="/v1", tags=["answers"], responses=documented(413, 415, 503))
"""What may be streamed takes its place at the gate itself: a stream holds it longer than the route runs."""


@asking.post(
    "/ask",
    operation_id="ask",
    summary="Answer a question in the speakers' own words",
    response_model=wire.Answer,
    responses=ANSWERED,
    dependencies=[Depends(pass_gate_unless_streamed, scope="function")],
)
def ask(
    body: Annotated[wire.AskBody, Body(openapi_examples=examples.ASK)], request: Request, backend: BackendOf
) -> wire.Answer | Response:
    """An answer made of verbatim sentences with `[n]` for citation n, or a refusal with its reason.

    A follow-up is completed from `conversation`. With `Accept: text/event-stream` it comes as events.
    """
    if wants_events(request):
        return EventStream(partial(backend.ask, body), request)
    return backend.ask(body)


@router.post("/search", operation_id="search", summary="Find passages")
def search(
    body: Annotated[wire.SearchBody, Body(openapi_examples=examples.SEARCH)], backend: BackendOf
) -> wire.SearchResult:
    """The best passages for a query, each with its citation."""
    return backend.search(body)


@router.post("/quotes/check", operation_id="checkQuote", summary="Check a quotation")
def check_quote(
    body: Annotated[wire.QuoteBody, Body(openapi_examples=examples.QUOTE)], backend: BackendOf
) -> wire.QuoteCheck:
    """Whether the words stand in the record as quoted, and whose they are."""
    return backend.check_quote(body)


@router.post("/answers/verify", operation_id="verifyAnswer", summary="Verify an answer of any system")
def verify_answer(
    body: Annotated[wire.VerifyBody, Body(openapi_examples=examples.VERIFY)], backend: BackendOf
) -> wire.VerifiedAnswer:
    """Every sentence held to the record sentences it cites, with a verdict and the checks that led to it."""
    return backend.verify_answer(body)
