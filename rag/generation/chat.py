"""An answer written by a language model and held to the record: what is not carried does not leave.

In: the extractive answer with its hits. Out: a `WrittenAnswer`. A refusal stands before the model is asked;
sentences that do not hold are removed, never rewritten, with those that lean on them; where none is left, or
the model failed, the extractive answer is given with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from index.model import Span, Statement
from index.store.record_store import RecordStore
from rag.citation.cite import cite
from rag.generation.check import SentenceChecker
from rag.generation.endpoint import ChatEndpoint, Completion, EndpointFault
from rag.generation.model import Check, Judged, VerifiedSentence
from rag.generation.prompt import MOST, NO_ANSWER, Prompt, prompt_for
from rag.generation.record import cited_sentence
from rag.generation.sentences import Written, written_sentences
from rag.model import Answer, Citation

NAME = "chat"
_QUOTE = re.compile(r"\{q:(?P<mark>\d{1,2}\.\d{1,3})\}")
_LEANS = re.compile(
    r"(?:this|that|these|those|it|its|he|she|they|their|his|her|such|the (?:same|latter|former)|however"
    r"|therefore|but|and|moreover|in addition|consequently|as a result|similarly|likewise|by contrast)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """`answer` is what leaves; `removed` what did not, with why; None where no model was asked."""

    answer: Answer
    sentences: tuple[VerifiedSentence, ...] = ()
    removed: tuple[VerifiedSentence, ...] = ()
    passages_retrieved: int = 0
    passages_cited: int = 0
    model: str | None = None
    prompt_sha256: str | None = None
    usage: Mapping[str, Any] | None = None
    finish_reason: str | None = None
    fallback_reason: str | None = None
    standalone_question: str | None = None


class ChatAnswerer:
    """Writes answers with one model; safe for threads."""

    def __init__(self, endpoint: ChatEndpoint, checker: SentenceChecker, store: RecordStore) -> None:
        self._endpoint, self._checker, self._store = endpoint, checker, store

    def write(self, extractive: Answer) -> WrittenAnswer:
        """The answer in the model's words, as far as the record carries them."""
        if not extractive.answered:
            return WrittenAnswer(replace(extractive, answerer=NAME), standalone_question=extractive.question)
        prompt = prompt_for(extractive.question, self._passages(extractive))
        base = WrittenAnswer(
            extractive,
            passages_retrieved=min(MOST, len(extractive.hits)),
            model=self._endpoint.model,
            prompt_sha256=prompt.sha256,
            standalone_question=extractive.question,
        )
        try:
            reply = self._endpoint.complete(prompt.system, prompt.user)
        except EndpointFault as fault:
            return replace(base, fallback_reason=fault.reason)
        return self._held(replace(base, usage=reply.usage, finish_reason=reply.finish_reason), reply, prompt)

    def _passages(self, answer: Answer) -> list[tuple[Statement, Span]]:
        return [(self._store.statement(hit.statement.id), hit.passage.span) for hit in answer.hits[:MOST]]

    def _held(self, base: WrittenAnswer, reply: Completion, prompt: Prompt) -> WrittenAnswer:
        if reply.text.strip() == NO_ANSWER:
            return replace(base, fallback_reason="no_answer")
        judged = list(self._judged(expanded(reply.text, prompt), prompt))
        removed = tuple(sentence for _, sentence in judged if sentence.judged.verdict != "supported")
        kept = [pair for pair in judged if pair[1].judged.verdict == "supported"]
        if not kept:
            return replace(base, removed=removed, fallback_reason="nothing_supported")
        text, sentences, citations = _laid_out(kept, prompt)
        answer = replace(base.answer, text=text, citations=citations, answerer=NAME)
        cited = {mark.partition(".")[0] for written, _ in kept for mark in written.marks}
        return replace(base, answer=answer, sentences=sentences, removed=removed, passages_cited=len(cited))

    def _judged(self, text: str, prompt: Prompt) -> Iterator[tuple[Written, VerifiedSentence]]:
        """Every sentence with its verdict; one that leans on a removed one goes with it."""
        gone = False
        for written in written_sentences(text):
            known = [prompt.places[mark] for mark in written.marks if mark in prompt.places]
            unknown = [mark for mark in written.marks if mark not in prompt.places]
            cited = [cited_sentence(statement, at) for statement, at in known]
            judged = self._checker.check(written.words, cited, unknown)
            if gone and judged.verdict == "supported" and _LEANS.match(written.words):
                leaning = Check("marks", False, "it leans on a sentence that was removed", "unsupported")
                judged = Judged("unsupported", (*judged.checks, leaning))
            gone = judged.verdict != "supported"
            yield written, VerifiedSentence(written.text, written.span, judged)


def expanded(text: str, prompt: Prompt) -> str:
    """The text with the record's words where the model asked for a quotation, each with its mark behind."""

    def quoted(found: re.Match[str]) -> str:
        words = prompt.quoted(found["mark"])
        inner = " ".join(words.split()).rstrip(".") if words else ""
        return f"“{inner}” [{found['mark']}]" if words else f"[{found['mark']}]"

    return _QUOTE.sub(quoted, text)


def _laid_out(
    kept: list[tuple[Written, VerifiedSentence]], prompt: Prompt
) -> tuple[str, tuple[VerifiedSentence, ...], tuple[Citation, ...]]:
    """One sentence a line with [n], its citations complete, numbered in the order of their first use."""
    numbers: dict[tuple[str, int], Citation] = {}
    lines: list[str] = []
    sentences: list[VerifiedSentence] = []
    at = 0
    for written, verified in kept:
        mine: list[Citation] = []
        for mark in written.marks:
            statement, number = prompt.places[mark]
            key = (statement.ref.id, number)
            if key not in numbers:
                numbers[key] = cite(statement, statement.sentences[number], number=len(numbers) + 1)
            mine.append(numbers[key])
        line = f"{written.words} {''.join(f'[{one.number}]' for one in dict.fromkeys(mine))}"
        sentences.append(replace(verified, text=line, span=Span(at, at + len(line)), citations=tuple(mine)))
        lines.append(line)
        at += len(line) + 1
    return "\n".join(lines), tuple(sentences), tuple(numbers.values())
