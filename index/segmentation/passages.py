"""Points in, passages out: a passage is a point, or a part of one cut at sentence ends to a token budget.

Parts of a point are balanced, cover all its sentences and never exceed the budget; a sentence beyond the
budget is cut between words (and a word beyond it between letters). Cutting is langchain-text-splitters',
without overlap; spans come from counting the pieces it joined, never from searching the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from index.errors import InvalidInput
from index.ids import passage_id
from index.model import Passage, Point, Span

CountTokens = Callable[[str], int]
TARGET = 150
_MARKS = range(0xE000, 0xF8FF)  # private use: one that the text lacks stands for a joint between pieces


def cut_passages(
    statement_id: str,
    text: str,
    points: Sequence[Point],
    sentences: Sequence[Span],
    count_tokens: CountTokens,
    budget: int,
    target: int = TARGET,
) -> tuple[Passage, ...]:
    """Passages of `points` in order; `count_tokens(passage text) <= budget` holds for each.

    A point of about `target` tokens or fewer stays whole. Raises InvalidInput when the budget has no
    room for a single letter.
    """
    counted = cache(count_tokens)
    return tuple(
        _passage(statement_id, text, point, part)
        for point, inside in _with_sentences(points, sentences)
        for part in _parts(text, inside, counted, budget, min(target, budget))
    )


def _with_sentences(
    points: Sequence[Point], sentences: Sequence[Span]
) -> Iterator[tuple[Point, tuple[Span, ...]]]:
    position = 0
    for point in points:
        first = position
        while position < len(sentences) and sentences[position].end <= point.span.end:
            position += 1
        yield point, tuple(sentences[first:position])


def _passage(statement_id: str, text: str, point: Point, span: Span) -> Passage:
    return Passage(passage_id(statement_id, text, span.start, span.end), point.number, point.kind, span)


def _parts(
    text: str, sentences: Sequence[Span], count_tokens: CountTokens, budget: int, target: int
) -> Iterator[Span]:
    """The passages of one point, as many as its length needs, with the longest as short as possible."""
    if not sentences:
        return
    whole = Span(sentences[0].start, sentences[-1].end)
    tokens = count_tokens(whole.of(text))
    wanted = max(1, round(tokens / target))
    if wanted == 1 and tokens <= budget:
        yield whole
        return
    pieces = [piece for span in sentences for piece in _fitting(text, span, count_tokens, budget)]
    yield from _balanced(text, pieces, count_tokens, wanted, budget)


def _fitting(text: str, span: Span, count_tokens: CountTokens, budget: int) -> list[Span]:
    """`span` whole if it fits, else cut between its words, else between its letters."""
    if count_tokens(span.of(text)) <= budget:
        return [span]
    if len(span) == 1:
        raise InvalidInput(
            f"The model's window leaves {budget} tokens for a passage, which is less than one letter; "
            "configure a model with a larger window."
        )
    words = [piece for word in _words(text, span) for piece in _fitting(text, word, count_tokens, budget)]
    return list(_balanced(text, words, count_tokens, 1, budget))


def _words(text: str, span: Span) -> list[Span]:
    """The words of `span`; the halves of it when it is a single word."""
    found: list[Span] = []
    start = span.start
    for word in span.of(text).split():
        start = text.index(word, start)
        found.append(Span(start, start + len(word)))
        start += len(word)
    if len(found) > 1:
        return found
    middle = (span.start + span.end) // 2
    return [Span(span.start, middle), Span(middle, span.end)]


def _balanced(
    text: str, pieces: Sequence[Span], count_tokens: CountTokens, wanted: int, budget: int
) -> list[Span]:
    """`pieces` joined into about `wanted` runs within `budget`, under the smallest limit that gives them.

    The number of runs falls as the limit rises, so the limit is found by bisection.
    """
    overhead = count_tokens("")
    sizes = [count_tokens(piece.of(text)) - overhead for piece in pieces]
    low = max(max(sizes), -(-sum(sizes) // wanted))
    high = max(low, budget - overhead)
    low = min(low, high)
    wanted = max(wanted, len(_joined(text, pieces, count_tokens, high)))
    while low < high:
        middle = (low + high) // 2
        if len(_joined(text, pieces, count_tokens, middle)) <= wanted:
            high = middle
        else:
            low = middle + 1
    return [
        part
        for run in _joined(text, pieces, count_tokens, low)
        for part in _proven(text, run, count_tokens, budget)
    ]


def _joined(text: str, pieces: Sequence[Span], count_tokens: CountTokens, limit: int) -> list[Sequence[Span]]:
    """Runs of neighbouring pieces of at most `limit` tokens, special tokens not counted."""
    from langchain_text_splitters import CharacterTextSplitter

    mark = _absent(text)
    overhead = count_tokens("")
    splitter = CharacterTextSplitter(
        separator=mark,
        is_separator_regex=False,
        chunk_size=limit,
        chunk_overlap=0,
        length_function=lambda piece: count_tokens(piece.replace(mark, " ")) - overhead,
        keep_separator=False,
        strip_whitespace=False,
    )
    chunks = splitter.split_text(mark.join(piece.of(text) for piece in pieces))
    ends = [0]
    for chunk in chunks:
        ends.append(ends[-1] + chunk.count(mark) + 1)
    if ends[-1] != len(pieces):
        raise InvalidInput(
            "The text splitter lost text; this version of langchain-text-splitters is unusable."
        )
    return [pieces[first:last] for first, last in pairwise(ends)]


def _absent(text: str) -> str:
    """A private-use character that `text` does not contain."""
    return next(chr(code) for code in _MARKS if chr(code) not in text)


def _proven(text: str, run: Sequence[Span], count_tokens: CountTokens, budget: int) -> Iterator[Span]:
    """The span of `run`; halved where a tokenizer counts the whole higher than its pieces together."""
    whole = Span(run[0].start, run[-1].end)
    if len(run) == 1 or count_tokens(whole.of(text)) <= budget:
        yield whole
        return
    middle = len(run) // 2
    yield from _proven(text, run[:middle], count_tokens, budget)
    yield from _proven(text, run[middle:], count_tokens, budget)
