"""A reply as a completion: whole, or in the chunks of a stream.

In: a `Reply`, the model's name and what was asked. Out: `wire.Completion`, or server-sent events that
end with `[DONE]`. One id, time and finish reason a completion; usage in a stream only where it was asked for.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from api import schemas as wire
from api.openai.reply import Reply

DONE = "data: [DONE]\n\n"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every part of one completion has in common."""

    id: str
    created: int
    model: str

    @classmethod
    def of(cls, model: str) -> Stamp:
        return cls(f"chatcmpl-{uuid.uuid4().hex}", int(time.time()), model)


def completion(reply: Reply, stamp: Stamp, body: wire.ChatBody) -> wire.Completion:
    message = wire.AssistantMessage(content=reply.content, annotations=list(reply.annotations))
    return wire.Completion(
        id=stamp.id,
        created=stamp.created,
        model=stamp.model,
        choices=[wire.Choice(message=message)],
        usage=_usage(reply, body),
        citations=[source.url for source in reply.sources],
        search_results=list(reply.sources),
        on_record=reply.answer,
    )


def events(reply: Reply, stamp: Stamp, body: wire.ChatBody) -> Iterator[str]:
    """A line of the answer is a chunk; the last one carries what the interface has no place for."""
    counted = bool(body.stream_options and body.stream_options.include_usage)
    for chunk in _chunks(reply, stamp):
        yield _event(chunk.model_copy(update={"usage": None}) if counted else chunk)
    if counted:
        yield _event(_chunk(stamp, []).model_copy(update={"usage": _usage(reply, body)}))
    yield DONE


def _chunks(reply: Reply, stamp: Stamp) -> Iterator[wire.Chunk]:
    yield _chunk(stamp, [_choice(wire.Delta(role="assistant", content=""))])
    for piece in reply.pieces:
        yield _chunk(stamp, [_choice(wire.Delta(content=piece))])
    if reply.annotations:
        yield _chunk(stamp, [_choice(wire.Delta(annotations=list(reply.annotations)))])
    beside = {
        "citations": [source.url for source in reply.sources],
        "search_results": list(reply.sources),
        "on_record": reply.answer,
    }
    yield _chunk(stamp, [_choice(wire.Delta(), "stop")]).model_copy(update=beside)


def _chunk(stamp: Stamp, choices: list[wire.ChunkChoice]) -> wire.Chunk:
    """Sets every field that a chunk has, since only fields that are set go out."""
    return wire.Chunk(
        id=stamp.id,
        object="chat.completion.chunk",
        created=stamp.created,
        model=stamp.model,
        choices=choices,
    )


def _choice(delta: wire.Delta, finish_reason: Literal["stop"] | None = None) -> wire.ChunkChoice:
    return wire.ChunkChoice(index=0, delta=delta, logprobs=None, finish_reason=finish_reason)


def _event(chunk: wire.Chunk) -> str:
    return f"data: {chunk.model_dump_json(exclude_unset=True)}\n\n"


def _usage(reply: Reply, body: wire.ChatBody) -> wire.Usage:
    """What a language model counted, else words."""
    counted = (reply.answer.usage if reply.answer else None) or {}
    tokens = {name: counted.get(name) for name in wire.Usage.model_fields}
    if all(isinstance(number, int) for number in tokens.values()):
        return wire.Usage.model_validate(tokens)
    asked = sum(len(message.text.split()) for message in body.messages)
    said = len(reply.content.split())
    return wire.Usage(prompt_tokens=asked, completion_tokens=said, total_tokens=asked + said)
