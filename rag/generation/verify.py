"""An answer made by any system, held to the record sentence by sentence.

In: the answer's text with its citations (our own JSON) or its references (a list at the end, brackets, or
quotations alone). Out: a `VerifiedAnswer`: every sentence with its verdict, its checks and the citations it
was held to. A mark that leads nowhere is `unknown_mark`; nothing of the answer is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index.errors import InvalidInput, NotFound
from index.model import Span, Statement, StatementRef
from index.speakers.delegations import Delegations
from index.store.record_store import RecordStore
from index.text.amounts import many
from rag.answer.counting import speakers, who
from rag.answer.drafted import MAY
from rag.citation.cite import cite
from rag.discourse.quotation_marks import quoted_spans
from rag.generation.check import SentenceChecker
from rag.generation.claim import Wording
from rag.generation.model import Check, Cited, Judged, VerifiedSentence
from rag.generation.record import cited_at
from rag.generation.references import MOST, References, bracketed, split_references
from rag.generation.sentences import Written, written_sentences
from rag.model import Citation
from rag.quotation.check import QuoteChecker
from rag.quotation.normal import Folder

LONGEST = 20_000
NEAREST, LOOKED_AT = 2, 12
"""How many sentences stand for a whole statement, and how many statements of a reference are read."""
QUOTED_WORDS = 4
"""A quotation of so many words, without a reference, is looked up in the whole record."""
_COUNT = re.compile(
    r"(?:At least )?(?P<spoke>[\d,]+ (?:delegation|speaker)s?(?: and [\d,]+ other speakers?)?), "
    r"in (?P<quoted>[\d,]+) "
    r"statements?; [\d,]+ of [\d,]+ statements? searched(?:, the [\d,]+ likeliest sentences read)?\s*:?"
)


@dataclass(frozen=True, slots=True)
class Given:
    """A citation as an answer gives it: statement and span (and quote), or a reference in words."""

    mark: str
    statement: str | None = None
    span: Span | None = None
    quote: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class VerifiedAnswer:
    """`sentences` in order; `index` names the state of the record they were held to."""

    sentences: tuple[VerifiedSentence, ...]
    index: str


@dataclass(frozen=True, slots=True)
class _Found:
    """What a mark leads to."""

    cited: tuple[Cited, ...]
    citations: tuple[Citation, ...]


class AnswerVerifier:
    """Verifies answers against one record."""

    def __init__(
        self, store: RecordStore, quotes: QuoteChecker, checker: SentenceChecker, delegations: Delegations
    ) -> None:
        self._store, self._quotes, self._checker = store, quotes, checker
        self._references = References(delegations)

    def verify(self, text: str, given: Sequence[Given] = ()) -> VerifiedAnswer:
        """Raises InvalidInput for a text without a sentence or beyond bounds."""
        if len(text) > LONGEST:
            raise InvalidInput(f"The answer is longer than {LONGEST} characters; split it.")
        listed = split_references(text)
        known = {key: Given(key, reference=reference) for key, reference in listed.references.items()}
        known |= {one.mark: one for one in given}
        written = (one for one in written_sentences(listed.text) if one.text != MAY)
        verified = tuple(self._verified(one, known) for one in written)
        if not verified:
            raise InvalidInput("The answer has no sentence to verify; give its text.")
        return VerifiedAnswer(verified, f"r{self._store.revision()}")

    def _verified(self, written: Written, known: Mapping[str, Given]) -> VerifiedSentence:
        words, inside = bracketed(written.words)
        marked = {mark: known.get(mark) for mark in written.marks}
        marked |= {reference: Given(reference, reference=reference) for reference in inside}
        found = {mark: None if one is None else self._find(one, words) for mark, one in marked.items()}
        if not found:
            found = dict(self._quoted(words))
        unknown = [mark for mark, one in found.items() if one is None]
        held = [one for one in found.values() if one is not None]
        cited = tuple(sentence for one in held for sentence in one.cited)
        citations = tuple(citation for one in held for citation in one.citations)
        judged = _counted(words, cited) or self._checker.check(words, cited, unknown)
        numbered = tuple(replace(citation, number=at) for at, citation in enumerate(citations, 1))
        return VerifiedSentence(written.text, written.span, judged, numbered)

    def _find(self, given: Given, words: str) -> _Found | None:
        if given.statement is not None:
            return self._at_place(given, words)
        return self._by_reference(given.reference or "", words)

    def _at_place(self, given: Given, words: str) -> _Found | None:
        """The place given, where the record has it, with the very words where these are given too."""
        try:
            statement = self._store.statement(given.statement or "")
        except NotFound:
            return None
        if given.span is None:
            return _nearest([statement], words)
        if given.quote is not None and given.span.of(statement.text) != given.quote:
            return None
        try:
            citation = cite(statement, given.span)
        except InvalidInput:
            return None
        return _Found(cited_at(statement, given.span), (citation,))

    def _by_reference(self, reference: str, words: str) -> _Found | None:
        filters = self._references.filters(reference)
        if filters is None:
            return self._by_quotation(reference, words)
        refs = self._store.list_refs(filters, None, MOST).items
        fitting = [ref for ref in self._references.fitting(reference, refs) if not ref.procedural]
        return _nearest(self._likely(fitting, words), words) if fitting else None

    def _by_quotation(self, reference: str, words: str) -> _Found | None:
        """A reference to no meeting or day leads to what the sentence quotes, if it names who said that."""
        found = [
            one
            for _, one in self._quoted(words)
            if one and all(self._references.names(reference, match.statement) for match in one.citations)
        ]
        cited = tuple(sentence for one in found for sentence in one.cited)
        return _Found(cited, tuple(match for one in found for match in one.citations)) if found else None

    def _likely(self, refs: Sequence[StatementRef], words: str) -> list[Statement]:
        """The statements that share most words with the sentence."""
        own = Wording.of(words).all_stems
        texts = self._store.texts([ref.id for ref in refs])
        order = sorted(texts, key=lambda id: -len(own & Wording.of(texts[id]).all_stems))
        return [self._store.statement(id) for id in order[:LOOKED_AT]]

    def _quoted(self, words: str) -> Iterator[tuple[str, _Found | None]]:
        """What a sentence without a reference quotes, looked up in the whole record."""
        for span in quoted_spans(words):
            quote = span.of(words)
            if len(quote.split()) < QUOTED_WORDS:
                continue
            match = self._quotes.check(quote).match
            if match is not None:
                statement = self._store.statement(match.statement.id)
                yield quote, _Found(cited_at(statement, match.span), (match,))


def _nearest(statements: Sequence[Statement], words: str) -> _Found | None:
    """The sentences that hold what is quoted, else those that share most terms with the sentence."""
    fold = Folder().stream
    quoted = [fold(span.of(words)) for span in quoted_spans(words)]
    own = Wording.of(words).all_stems
    scored = []
    for statement in statements:
        for sentence in statement.sentences:
            text = sentence.of(statement.text)
            holds = sum(bool(quote) and quote in fold(text) for quote in quoted)
            scored.append((holds, len(own & Wording.of(text).all_stems), statement, sentence))
    scored.sort(key=lambda item: (-item[0], -item[1]))
    best = [item for item in scored[:NEAREST] if item[0] or item[1]]
    if not best:
        return None
    return _Found(
        tuple(cited for _, _, statement, span in best for cited in cited_at(statement, span)),
        tuple(cite(statement, span) for _, _, statement, span in best),
    )


def _counted(words: str, cited: Sequence[Cited]) -> Judged | None:
    """The line that counts the statements quoted below it, which is a sentence of ours."""
    count = _COUNT.fullmatch(words)
    if count is None:
        return None
    refs = {one.ref.id: one.ref for one in cited}.values()
    spoken_for = {ref.delegation.code for ref in refs if ref.delegation}
    others = {who(ref) for ref in refs if not ref.delegation}
    spoke, told = speakers(len(spoken_for), len(others)), int(count["quoted"].replace(",", ""))
    check = Check("figures", True)
    if len(refs) < told:
        check = Check("figures", False, f"of {told} statements, {len(refs)} are cited", "unsupported")
    elif (len(refs), spoke) != (told, count["spoke"]):
        detail = f"what is cited is of {spoke}, in {many(len(refs), 'statement')}"
        check = Check("figures", False, detail, "altered")
    return Judged(check.verdict, (check,))
