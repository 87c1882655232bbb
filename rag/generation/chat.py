"""An answer written by a language model and checked against the record: only what it supports is shown.

In: the extractive answer with its hits. Out: a `WrittenAnswer`. A question that is refused is refused before
the model is asked. Sentences that do not hold are removed, never rewritten, and with them those that lean on
them. If none is left, or the model failed, the extractive answer is given with the reason.
"""

from __future__ import annotations

import re
import string
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from index.model import Span, Statement
from index.process.deadline import look
from index.store.record_store import RecordStore
from index.tables import lists_of
from rag.citation.cite import cite
from rag.generation.check import SentenceChecker
from rag.generation.extracted import extracted_sentences
from rag.generation.listener import Listener
from rag.generation.model import Check, Judged, VerifiedSentence
from rag.generation.prompt import MOST, NO_ANSWER, Prompt, prompt_for
from rag.generation.record import cited_sentence
from rag.generation.replies import Completion, EndpointFault
from rag.generation.sentences import Written, written_sentences
from rag.generation.units import Units
from rag.model import Answer, Citation

if TYPE_CHECKING:
    from rag.generation.endpoint import ChatEndpoint

NAME = "chat"
SILENT = Listener()
_QUOTE = re.compile(r"\{q:(?P<mark>\d{1,2}\.\d{1,3})\}")
_AROUND = string.whitespace + string.punctuation
"""What a model may write around the words NO ANSWER."""
QUIET = 0.1
"""Seconds without a piece after which a sentence that ends on its marks is taken to be complete."""
_LEANS = re.compile(rf"(?:{lists_of('rag', 'introducing.tsv')['leans_on']})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """`answer` is shown, `removed` is not and has the reasons; `model` is None if none was asked."""

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

    def write(self, extractive: Answer, listener: Listener = SILENT) -> WrittenAnswer:
        """The answer in the model's words, as far as the record supports them. `listener` hears each sentence
        as soon as it is judged, and those of the extractive answer if none of the model's holds."""
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
        reply = _Reply(self._checker, prompt, listener)
        try:
            completion = self._endpoint.complete(prompt.system, prompt.user, reply.hear)
        except EndpointFault as fault:
            written = replace(base, fallback_reason=fault.reason)
        else:
            written = _written(
                replace(base, usage=completion.usage, finish_reason=completion.finish_reason),
                reply,
                completion,
            )
        if written.fallback_reason is not None and not reply.sentences:
            for sentence in extracted_sentences(extractive):
                listener.sentence(sentence)
        return written

    def _passages(self, answer: Answer) -> list[tuple[Statement, Span]]:
        return [(self._store.statement(hit.statement.id), hit.passage.span) for hit in answer.hits[:MOST]]


def _written(base: WrittenAnswer, reply: _Reply, completion: Completion) -> WrittenAnswer:
    if _is_silent(completion.text):
        return replace(base, fallback_reason="no_answer")
    reply.end()
    removed = tuple(reply.removed)
    if not reply.sentences:
        return replace(base, removed=removed, fallback_reason="nothing_supported")
    return replace(
        base,
        answer=replace(base.answer, text=reply.text, citations=tuple(reply.numbers.values()), answerer=NAME),
        sentences=tuple(reply.sentences),
        removed=removed,
        passages_cited=len(reply.passages),
    )


class _Reply:
    """What a model writes, held to the record sentence by sentence while it comes."""

    def __init__(self, checker: SentenceChecker, prompt: Prompt, listener: Listener) -> None:
        self._checker, self._prompt, self._listener = checker, prompt, listener
        self._units, self._at, self._gone = Units(), 0, False
        self._came = time.monotonic()
        self._checks: dict[tuple[str, tuple[str, ...]], Judged] = {}
        self.sentences: list[VerifiedSentence] = []
        self.removed: list[VerifiedSentence] = []
        self.numbers: dict[tuple[str, int], Citation] = {}
        self.passages: set[str] = set()

    @property
    def text(self) -> str:
        """One sentence a line, each with [n]."""
        return "\n".join(sentence.text for sentence in self.sentences)

    def hear(self, piece: str) -> None:
        """Takes in a piece as it comes, or "" while none does; ends once nobody waits for the answer. A
        sentence that seems complete is looked at while the model writes the next word."""
        self._listener.waiting()
        look()
        for unit in self._units.fed(piece):
            self._judge(unit)
        if piece:
            self._came = time.monotonic()
            return
        holds = self._units.ended and self._holds_alone(self._units.rest)
        if holds and time.monotonic() - self._came >= QUIET:
            self._judge(self._units.taken())

    def _holds_alone(self, unit: str) -> bool:
        """Is it one sentence that holds as it is? One that does not may still be given another mark."""
        found = list(written_sentences(expanded(unit, self._prompt)))
        return len(found) == 1 and self._judged(found[0]).verdict == "supported"

    def end(self) -> None:
        """The reply has ended: its last sentence is judged."""
        self._judge(self._units.taken())

    def _judge(self, unit: str) -> None:
        """Every sentence with its verdict; one that leans on a removed one goes with it."""
        text = expanded(unit, self._prompt)
        if not _is_silent(text):
            for written in written_sentences(text):
                self._take(written, self._judged(written))
        self._at += len(text)

    def _judged(self, written: Written) -> Judged:
        judged = self._checked(written)
        if self._gone and judged.verdict == "supported" and _LEANS.match(written.words):
            leaning = Check("marks", False, "it leans on a sentence that was removed", "unsupported")
            return Judged("unsupported", (*judged.checks, leaning))
        return judged

    def _checked(self, written: Written) -> Judged:
        """What the checker says, asked once: while a model pauses, its last sentence is looked at often."""
        key = (written.words, written.marks)
        if key not in self._checks:
            places = self._prompt.places
            unknown = [mark for mark in written.marks if mark not in places]
            cited = [cited_sentence(*places[mark]) for mark in written.marks if mark in places]
            self._checks[key] = self._checker.check(written.words, cited, unknown)
        return self._checks[key]

    def _take(self, written: Written, judged: Judged) -> None:
        self._gone = judged.verdict != "supported"
        if self._gone:
            place = Span(written.span.start + self._at, written.span.end + self._at)
            self.removed.append(VerifiedSentence(written.text, place, judged))
            self._listener.removed(self.removed[-1])
            return
        cited = tuple(dict.fromkeys(self._citation(mark) for mark in written.marks))
        text = f"{written.words} {''.join(f'[{one.number}]' for one in cited)}"
        start = len(self.text) + 1 if self.sentences else 0
        self.sentences.append(VerifiedSentence(text, Span(start, start + len(text)), judged, cited))
        self._listener.sentence(self.sentences[-1])

    def _citation(self, mark: str) -> Citation:
        """The citation of a marked sentence, numbered in the order of first use."""
        self.passages.add(mark.partition(".")[0])
        statement, at = self._prompt.places[mark]
        key = (statement.ref.id, at)
        if key not in self.numbers:
            self.numbers[key] = cite(statement, statement.sentences[at], number=len(self.numbers) + 1)
        return self.numbers[key]


def _is_silent(text: str) -> bool:
    """Does it say that the passages do not answer, and nothing else?"""
    return text.strip(_AROUND) == NO_ANSWER


def expanded(text: str, prompt: Prompt) -> str:
    """The text with the record's words where the model asked for a quotation, each followed by its mark."""

    def quoted(found: re.Match[str]) -> str:
        words = prompt.quoted(found["mark"])
        inner = " ".join(words.split()).rstrip(".") if words else ""
        return f"“{inner}” [{found['mark']}]" if words else f"[{found['mark']}]"

    return _QUOTE.sub(quoted, text)
