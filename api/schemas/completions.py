"""Chat completions as OpenAI's interface has them: what clients send, what they are sent.

In: the fields used here; whatever else a client sends is ignored, as that interface's clients expect. Out:
its shapes, and beside them what it has no place for: `citations`, `search_results`, all under `on_record`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictBool

from api.schemas.answers import Answer
from api.schemas.base import Lenient, Limit, Name, Reply, Request
from api.schemas.queries import Filters


class ChatPart(Lenient):
    """A part of a message; only `text` is read."""

    type: str
    text: str | None = None


class ChatMessage(Lenient):
    role: str
    content: str | list[ChatPart] | None = None

    @property
    def text(self) -> str:
        if self.content is None or isinstance(self.content, str):
            return self.content or ""
        return "\n".join(part.text for part in self.content if part.type == "text" and part.text)


class StreamOptions(Lenient):
    include_usage: StrictBool | None = None


class OnRecordOptions(Request):
    """This service's own options; the only part of the body in which an unknown key is an error."""

    filters: Filters = Filters()
    limit: Limit = 10


class ChatBody(Lenient):
    """The last message of the role `user` is the question, completed from those before it."""

    model: Name
    messages: Annotated[list[ChatMessage], Field(min_length=1)]
    stream: StrictBool | None = None
    stream_options: StreamOptions | None = None
    on_record: OnRecordOptions = OnRecordOptions()


class ModelCard(Reply):
    id: str
    object: Literal["model"] = "model"
    created: int
    owned_by: Literal["on-record"] = "on-record"


class ModelList(Reply):
    object: Literal["list"] = "list"
    data: list[ModelCard]


class UrlCitation(Reply):
    """`start_index` to `end_index` is the mark `[n]` in the content, half open."""

    start_index: int
    end_index: int
    title: str
    url: str


class Annotation(Reply):
    type: Literal["url_citation"] = "url_citation"
    url_citation: UrlCitation


class FoundSource(Reply):
    """One citation of the answer, or one of the nearest passages of a refusal."""

    title: str
    url: str
    date: str | None
    snippet: str


class AssistantMessage(Reply):
    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None
    annotations: list[Annotation]


class Choice(Reply):
    index: Literal[0] = 0
    message: AssistantMessage
    logprobs: None = None
    finish_reason: Literal["stop"] = "stop"


class Usage(Reply):
    """Counted in words where no language model reads or writes anything."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class Completion(Reply):
    """`citations[n - 1]` is the address of `[n]`; `on_record` is null where nothing was searched."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str
    choices: list[Choice]
    usage: Usage
    citations: list[str]
    search_results: list[FoundSource]
    on_record: Answer | None


class Delta(Reply):
    """What a chunk adds; fields that are not set are left out."""

    role: Literal["assistant"] = "assistant"
    content: str = ""
    annotations: list[Annotation] = Field(default=[])


class ChunkChoice(Reply):
    index: Literal[0]
    delta: Delta
    logprobs: None
    finish_reason: Literal["stop"] | None


class Chunk(Reply):
    """One event of a stream; fields that are not set are left out."""

    id: str
    object: Literal["chat.completion.chunk"]
    created: int
    model: str
    choices: list[ChunkChoice]
    usage: Usage | None = None
    citations: list[str] = Field(default=[])
    search_results: list[FoundSource] = Field(default=[])
    on_record: Answer | None = None


class CompletionError(Reply):
    message: str
    type: str
    param: str | None
    code: str | None


class CompletionProblem(Reply):
    """An error as OpenAI's interface has it."""

    error: CompletionError
