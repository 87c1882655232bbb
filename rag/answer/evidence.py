"""Which sentences of a passage answer: token codes and sentence lengths in, runs of sentences out.

The passage's stored token vectors are cut at its sentence ends and each run of sentences is scored by
late interaction with the question, the header's tokens counting for every run. Nothing is embedded.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from index.embedding.embedder import TokenCodes, Vector
from index.model import Passage, Span, Statement
from index.segmentation.segment import context_header
from rag.discourse.read_out import Quoted, quoting
from rag.discourse.reported import not_own

Unfit = Callable[[str, str], bool]
"""Is a sentence, under its header, unfit to be quoted for the question?"""
Asked = Callable[[Quoted], bool]
"""Does the question ask for words that a speaker reads out?"""


GAIN = 0.03
"""What a further sentence must add to the score of a run to be quoted with it."""
LONGEST = 3
"""Sentences in a run at most."""


def nothing(_: Quoted) -> bool:
    """A question that wants the speaker's own words asks for none that are read out."""
    return False


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring sentences of one paragraph, with their late-interaction score for the question.

    `reported` says that they give another's words and not the speaker's own position.
    """

    span: Span
    score: float
    reported: bool = False


def first_own_run(statement: Statement, passage: Passage, unfit: Unfit) -> Run | None:
    """The first sentence in the speaker's own words, which shows what the point is; None if there is none."""
    sentences = sentences_of(statement, passage)
    others, bad = others_at(statement, sentences), unfit_at(statement, sentences, unfit)
    own = (at for at in range(len(sentences)) if not others(at) and not bad(at))
    return next((Run(sentences[at], 1.0) for at in own), None)


@dataclass(frozen=True, slots=True)
class Pieces:
    """A passage's sentences, each with the places of its tokens, its best cosines, shape (sentences, tokens),
    and whether its words are another's."""

    sentences: tuple[Span, ...]
    texts: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    header: npt.NDArray[np.float32]
    bests: npt.NDArray[np.float32]
    broken: tuple[bool, ...]
    reported: Callable[[int], bool]


def pieces_of(
    statement: Statement,
    passage: Passage,
    codes: TokenCodes,
    question: Vector,
    count_tokens: Callable[[str], int],
) -> Pieces:
    """The sentences of a passage and how well each meets the tokens `question`, shape (m, token_dim)."""
    sentences = sentences_of(statement, passage)
    texts = tuple(sentence_texts(statement, sentences))
    empty = count_tokens("")
    lengths = [count_tokens(text) - empty for text in (context_header(statement.ref), *texts)]
    bests, places = token_bests(codes, lengths, question), token_places(lengths, len(codes))
    broken, reported = breaks(statement, sentences), others_at(statement, sentences)
    return Pieces(sentences, texts, places[1:], bests[0], bests[1:], broken, reported)


def sentences_of(statement: Statement, passage: Passage) -> tuple[Span, ...]:
    """The statement's sentences inside the passage, cut at its ends."""
    inside = (
        Span(max(s.start, passage.span.start), min(s.end, passage.span.end))
        for s in statement.sentences[statement.sentences_at(passage.span)]
    )
    return tuple(inside) or (passage.span,)


def others_words(statement: Statement, sentences: Sequence[Span]) -> tuple[bool, ...]:
    """For each sentence: does the speaker only report, quote or rebut what others say?"""
    return tuple(map(others_at(statement, sentences), range(len(sentences))))


def others_at(statement: Statement, sentences: Sequence[Span]) -> Callable[[int], bool]:
    """The same for the sentence at one place, worked out only when asked for."""

    def others(at: int) -> bool:
        sentence = sentences[at]
        return quoting(statement, sentence) is not None or not_own(statement.text, sentence) is not None

    return cache(others)


def unfit_at(
    statement: Statement, sentences: Sequence[Span], unfit: Unfit, asked: Asked = nothing
) -> Callable[[int], bool]:
    """Must the sentence at this place not be quoted for the question? A sentence cut off by the passage is
    judged whole. Words read out from others are unfit unless asked for; if they are, the words around them
    are unfit."""
    inside = statement.sentences_at(Span(sentences[0].start, sentences[-1].end))
    whole = statement.sentences[inside] or sentences
    header = context_header(statement.ref)
    quoted = [quoting(statement, sentence) for sentence in sentences]
    wanted = [one is not None and asked(one) for one in quoted]

    def bad(at: int) -> bool:
        if (any(wanted) or quoted[at] is not None) and not wanted[at]:
            return True
        return unfit(" ".join(whole[at].of(statement.text).split()), header)

    return bad


def sentence_texts(statement: Statement, sentences: Sequence[Span]) -> list[str]:
    return [span.of(statement.text) for span in sentences]


def breaks(statement: Statement, sentences: Sequence[Span]) -> tuple[bool, ...]:
    """Per sentence: does a paragraph end between the one before and it?"""
    gaps = [statement.text[a.end : b.start] for a, b in itertools.pairwise(sentences)]
    return (False, *("\n" in gap for gap in gaps))


def token_bests(codes: TokenCodes, lengths: Sequence[int], question: Vector) -> npt.NDArray[np.float32]:
    """Per piece and question token the best cosine with a token of the piece, shape (pieces, tokens); an
    empty piece scores -1 throughout."""
    tokens = codes.astype(np.float32)
    tokens /= np.maximum(np.linalg.norm(tokens, axis=1, keepdims=True), 1.0)
    cosines = tokens @ question.T
    bests = np.full((len(lengths), len(question)), -1.0, np.float32)
    for piece, (start, end) in enumerate(token_places(lengths, len(codes))):
        if end > start:
            bests[piece] = cosines[start:end].max(axis=0)
    return bests


def token_places(lengths: Sequence[int], tokens: int) -> tuple[tuple[int, int], ...]:
    """From which token to which each piece reaches; the last one takes what rounding of lengths leaves
    over."""
    ends = [min(end, tokens) for end in itertools.accumulate(lengths)]
    return tuple(itertools.pairwise((0, *ends[:-1], tokens)))


def grow(
    bests: npt.NDArray[np.float32],
    header: npt.NDArray[np.float32],
    broken: Sequence[bool],
    weights: Vector,
) -> tuple[int, int, float]:
    """First and last sentence of the best run and its score, growing outwards from the best sentence.

    A run's score is the mean of its tokens' best cosines, weighted by what each token stands for.
    """
    with_header = np.maximum(bests, header)
    first = last = int((with_header @ weights).argmax())
    held = with_header[first]
    while last - first + 1 < LONGEST:
        options = []
        if last + 1 < len(bests) and not broken[last + 1]:
            options.append((np.maximum(held, with_header[last + 1]), first, last + 1))
        if first > 0 and not broken[first]:
            options.append((np.maximum(held, with_header[first - 1]), first - 1, last))
        best = max(options, key=lambda option: float(option[0] @ weights), default=None)
        if best is None or float(best[0] @ weights) - float(held @ weights) < GAIN:
            break
        held, first, last = best
    return first, last, float(held @ weights)
