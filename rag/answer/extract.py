"""Ranked passages in, an answer's text out: the speakers' own sentences, each with `[n]`.

For one answer, the best runs of sentences within a margin of the best, each delegation's together; for
"which delegations", the best run of every delegation that speaks to it, with the number of statements looked
at. Nothing is rewritten: a line names the speaker and quotes the span. Every quote is cited from the stored
statement and verified.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from index.embedding.embedder import TokenCodes
from index.model import Passage, Statement
from index.segmentation.cues import is_thanks
from rag.answer.attribute import names
from rag.answer.evidence import Asked, Run, Unfit, best_own_run, best_run, first_own_run
from rag.answer.focus import Focus
from rag.answer.numbered import names_others, wanted
from rag.answer.sides import fits
from rag.citation.cite import cite, verify
from rag.citation.parts import speaker_with_delegation
from rag.model import Citation
from rag.question.model import Query
from rag.question.quoted import asks_for_quoted
from rag.question.topic import asks_for_thanks
from rag.ranking.retrieval import Ranking, Scored

REPORTED = "reports another's words"
"""The flag of a citation whose words the speaker reports, quotes or rebuts (law 9)."""

MARK = re.compile(r"\[\d+\]")
"""What marks a citation in an answer; words that hold one of their own would point at the wrong place."""

Best = Callable[[Statement, Passage, TokenCodes], Run | None]
Lookup = Callable[[Sequence[Scored]], Mapping[int, tuple[Statement, Passage]]]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is quoted: passages tried, runs kept, and how far below the best a run may score.

    Those with `all` are for questions about every delegation: passages tried in all and of `each`.
    """

    tried: int = 12
    kept: int = 4
    margin: float = 0.06
    delegations: int = 25
    tried_all: int = 120
    each: int = 3
    margin_all: float = 0.25


@dataclass(frozen=True, slots=True)
class Quoted:
    """A run of sentences chosen for the answer."""

    scored: Scored
    statement: Statement
    run: Run

    @property
    def strength(self) -> float:
        """The passage's score and its best sentences' together."""
        return self.scored.score + self.run.score


@dataclass(frozen=True, slots=True)
class Draft:
    """The answer's text and citations; `quoted` is what it was made of, best first."""

    text: str
    citations: tuple[Citation, ...]
    quoted: tuple[Quoted, ...]


class Extractor:
    """Composes answers from verbatim sentences; no language model."""

    name = "extractive"

    def __init__(
        self, count_tokens: Callable[[str], int], lookup: Lookup, limits: Limits | None = None
    ) -> None:
        self._count_tokens, self._lookup = count_tokens, lookup
        self._limits = limits or Limits()

    def compose(self, query: Query, ranking: Ranking, focus: Focus, limit: int) -> Draft:
        """The answer to the query; no citation when nothing was ranked."""
        if query.overview:
            return self._overview(query, ranking, limit)
        if query.asks.scope == "all":
            return self._all(query, ranking, focus)
        return self._one(query, ranking, limit)

    def runs(self, scored: Sequence[Scored], best: Best) -> tuple[Quoted, ...]:
        """The best run of each passage, in the order given.

        Left out are words that were quoted before, words that hold a citation mark of their own, and
        passages removed since they were ranked.
        """
        found = self._lookup(scored)
        chosen: list[Quoted] = []
        seen: set[str] = set()
        for item in scored:
            if item.row not in found:
                continue
            statement, passage = found[item.row]
            run = best(statement, passage, item.codes)
            quote = run.span.of(statement.text) if run else ""
            words = _folded(quote)
            if run and words and words not in seen and not MARK.search(quote):
                seen.add(words)
                chosen.append(Quoted(item, statement, run))
        return tuple(chosen)

    def _one(self, query: Query, ranking: Ranking, limit: int) -> Draft:
        limits = self._limits
        question, unfit = ranking.embedded.tokens, _unfit_for(query)

        def answering(statement: Statement, passage: Passage, codes: TokenCodes) -> Run | None:
            return best_run(statement, passage, codes, question, self._count_tokens, unfit, _asked(query))

        demanding = query.attribute is not None or query.asks.side is not None or wanted(query.question)
        few = limits.tried_all if demanding else limits.tried
        tried = self.runs(ranking.scored[:few], answering)
        best = max((item.scored.score for item in tried), default=0.0)
        kept = [item for item in tried if item.scored.score >= best - limits.margin]
        return _draft(kept[: min(limits.kept, limit)])

    def _overview(self, query: Query, ranking: Ranking, limit: int) -> Draft:
        """How the points most spoken of begin: of one speaker in the order spoken, or of each delegation."""
        limits, unfit = self._limits, _unfit_for(query)

        def opening(statement: Statement, passage: Passage, codes: TokenCodes) -> Run | None:
            return first_own_run(statement, passage, codes, unfit)

        if query.asks.scope == "all":
            firsts = _few_of_each(ranking.scored[: limits.tried_all], 1)[: limits.delegations]
            return _draft(self.runs(firsts, opening))
        few = sorted(ranking.scored[: min(limits.kept, limit)], key=lambda item: item.row)
        return _draft(self.runs(few, opening))

    def _all(self, query: Query, ranking: Ranking, focus: Focus) -> Draft:
        limits = self._limits
        tried = _few_of_each(ranking.scored[: limits.tried_all], limits.each)
        unfit = _unfit_for(query)

        def own(statement: Statement, passage: Passage, codes: TokenCodes) -> Run | None:
            return best_own_run(statement, passage, codes, focus, self._count_tokens, unfit, _asked(query))

        runs = self.runs(tried, own)
        firsts = list(_first_of_each(sorted(runs, key=lambda item: -item.strength)))
        near = [item for item in firsts if item.strength >= firsts[0].strength - limits.margin_all]
        draft = _draft(near[: limits.delegations])
        if not draft.citations:
            return draft
        least = "At least " if len(near) > limits.delegations else ""
        return replace(draft, text=f"{least}{_counted(draft.citations, ranking.statements)}\n{draft.text}")


def _unfit_for(query: Query) -> Unfit:
    """Thanks where none are asked for, and what does not stand for the side or name the attribute asked for,
    or names another resolution, are not quoted."""
    thanks, side, attribute = asks_for_thanks(query.question), query.asks.side, query.attribute
    numbered = wanted(query.question)

    def unfit(sentence: str, header: str) -> bool:
        if not thanks and is_thanks(sentence):
            return True
        if names_others(numbered, sentence):
            return True
        if attribute is not None and not names(attribute, sentence, header):
            return True
        return side is not None and not fits(side, query.topic, sentence, header)

    return unfit


def _asked(query: Query) -> Asked:
    """Another's words, read out by a speaker, are quoted only where the question asks for them."""
    return lambda quoted: asks_for_quoted(query.question, quoted.whose)


def _delegation(item: Scored) -> str:
    """Whom a passage counts for; a statement without a delegation stands for itself."""
    return item.delegation or item.statement


def _grouped(quoted: Sequence[Quoted]) -> Sequence[Quoted]:
    """Delegations in the order of their first run, the runs of each in the order given."""
    order = list(dict.fromkeys(_delegation(item.scored) for item in quoted))
    return sorted(quoted, key=lambda item: order.index(_delegation(item.scored)))


def _few_of_each(scored: Iterable[Scored], few: int) -> list[Scored]:
    """The best passages of each delegation."""
    counts: Counter[str] = Counter()
    kept = []
    for item in scored:
        counts[_delegation(item)] += 1
        if counts[_delegation(item)] <= few:
            kept.append(item)
    return kept


def _first_of_each(quoted: Iterable[Quoted]) -> Iterable[Quoted]:
    """The first run of each delegation."""
    seen: set[str] = set()
    for item in quoted:
        if _delegation(item.scored) not in seen:
            seen.add(_delegation(item.scored))
            yield item


def _counted(citations: Sequence[Citation], looked_at: int) -> str:
    """How many of the statements looked at are quoted: "9 of 71 statements speak to this [1][2]...:"."""
    statements = len({citation.statement.id for citation in citations})
    marks = "".join(f"[{citation.number}]" for citation in citations)
    return (
        f"{statements} of {looked_at} statements {'speaks' if statements == 1 else 'speak'} to this {marks}:"
    )


def _draft(quoted: Sequence[Quoted]) -> Draft:
    """The lines and their citations, those of one delegation together."""
    citations: list[Citation] = []
    for item in _grouped(quoted):
        citation = cite(item.statement, item.run.span, number=len(citations) + 1)
        if verify(citation, item.statement):
            citations.append(_told(citation) if item.run.reported else citation)
    lines = [f"{_heading(citation)}: “{citation.quote}” [{citation.number}]" for citation in citations]
    return Draft("\n".join(lines), tuple(citations), tuple(quoted))


def _told(citation: Citation) -> Citation:
    """The citation, flagged: the words are reported by the speaker and are not their own position."""
    return replace(citation, flags=(*citation.flags, REPORTED))


def _heading(citation: Citation) -> str:
    who = speaker_with_delegation(citation.statement) or "A speaker the record does not name"
    return f"{who}, quoting {citation.quoting}" if citation.quoting else who


def _folded(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
