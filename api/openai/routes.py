"""The routes that clients of OpenAI's interface call: the models there are, and a chat with one.

In: its bodies. Out: its shapes, whole or as a stream; errors in its shape too (`api.openai.errors`). An
answer is made before the first byte of a stream leaves, so that what fails still has its status.
"""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import APIRouter, Body, Path, Request, Response
from fastapi.responses import StreamingResponse

from api import examples
from api import schemas as wire
from api.invalid import asked
from api.local import LocalBackend
from api.openai.completion import Stamp, completion, events
from api.openai.conversation import read_conversation
from api.openai.errors import DOCUMENTED
from api.openai.housekeeping import asked_before, housekeeping
from api.openai.models import PAGED, Model, card, find_model, models
from api.openai.paging import NO_MORE, page_of
from api.openai.reply import Reply, plain, written
from api.routes.depends import GATED, BackendOf
from api.settings import Settings

router = APIRouter(prefix="/v1", tags=["chat clients"])
STREAM_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
ModelId = Annotated[str, Path(max_length=wire.MAX_NAME, openapi_examples=examples.MODEL_ID)]


@router.get("/models", operation_id="listModels", summary="List models", responses=DOCUMENTED)
def list_models(request: Request) -> wire.ModelList:
    """The answerers there are, as OpenAI's interface lists models."""
    return wire.ModelList(data=[card(model) for model in models(_settings(request))])


@router.get("/models/{id}", operation_id="getModel", summary="Show a model", responses=DOCUMENTED)
def get_model(id: ModelId, request: Request) -> wire.ModelCard:
    """One of them."""
    return card(find_model(id, models(_settings(request))))


@router.post(
    "/chat/completions",
    operation_id="complete",
    summary="Answer the last message of a chat",
    response_model=wire.Completion,
    responses={
        **DOCUMENTED,
        200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}},
    },
    dependencies=[GATED],
)
def complete(
    body: Annotated[wire.ChatBody, Body(openapi_examples=examples.CHAT)], request: Request, backend: BackendOf
) -> wire.Completion | Response:
    """An answer with `[n]` and its sources, as OpenAI's interface has it, with all of it under `on_record`.

    The user's last message is the question, completed from the questions before it; unknown parameters are
    ignored. What clients ask about the conversation itself (titles, tags, follow-ups) is answered without
    search.
    """
    model = find_model(body.model, models(_settings(request)))
    reply = _reply(body, model, backend, str(request.base_url).rstrip("/"))
    stamp = Stamp.of(model.id)
    if body.stream:
        return StreamingResponse(
            events(reply, stamp, body), media_type="text/event-stream", headers=STREAM_HEADERS
        )
    return completion(reply, stamp, body)


def _reply(body: wire.ChatBody, model: Model, backend: LocalBackend, base: str) -> Reply:
    conversation = read_conversation(body.messages)
    kept = housekeeping(conversation, backend.standalone)
    if kept is not None:
        return plain(kept)
    before = asked_before(conversation)
    question = asked(
        wire.AskBody,
        question=conversation.asked,
        filters=body.on_record.filters,
        limit=body.on_record.limit,
        answerer=model.answerer,
        conversation=[{"question": one} for one in before] or None,
    )
    if model.answerer != PAGED:
        return written(backend.ask(question), base)
    answer = page_of(question, before, backend)
    return plain(NO_MORE) if answer is None else written(answer, base)


def _settings(request: Request) -> Settings:
    return cast(Settings, request.app.state.settings)
