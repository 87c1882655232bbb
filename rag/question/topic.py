"""What is left of a question to search for, once filters and the interrogative frame are taken out.

In: the question and the spans that became filters. Out: the text without them, and the content alone
("hospitals or medical facilities" of "Which delegations mentioned hospitals or medical facilities?"): words
at either end that only ask are left out, by their class (`data/wordclasses.tsv`). Nothing is removed where
too little would be left.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from index.model import Span
from index.tables import lists_of
from rag.question.acronyms import terms_in
from rag.question.claim import claim_of
from rag.question.senses import FUNCTION, senses_of, shape
from rag.question.wordsets import words_of

_WORDS = lists_of("rag", "question_words.tsv")
STOP = words_of("no_content")
OF_ANYTHING = words_of("of_anything")
"""Words that ask for whatever was said."""
VIEWS = frozenset(["SAY", "HOLD", "STANCE"])
FRAME = VIEWS | {"PARTY", "TOPICAL", "SOURCE"}
"""Classes of words that ask; at either end of a question they are not content."""
ASKING = words_of("asking")
WHO, SAID = words_of("who_speaks") | {"how", "many"}, words_of("mentioning")
EMPTY = FUNCTION | ASKING | WHO | SAID | words_of("continuing") | words_of("courtesy")
"""Words that ask, go on or thank, and name nothing."""
NO_ADVERBS = words_of("no_adverbs")
"""Nouns and adjectives that end as adverbs do ("supply")."""
DO = frozenset(["do", "does", "did"])
"""Inside a topic they ask for the verb behind it ("which plan does Malta support")."""
FEWEST = 2
"""If fewer content words would be left, nothing more is removed."""
JOINT = re.compile(rf"['’]?s?\s*(?:,\s*)?(?:(?:{_WORDS['joining_names']})\s+)?", re.IGNORECASE)
"""What stands between two names that belong together."""
DANGLING = re.compile(
    rf"^[\s,;:.–-]+|(?:(?:^|\s+)\b(?:{_WORDS['dangling']})\b)+(?=\s*[,;:?.]|\s*$)|(?<=\s)['’]s\b", re.I
)
THANKS = re.compile(
    rf"\b(?:{_WORDS['thanking']})",
    re.IGNORECASE,
)
"""What courtesies answer: a question about thanks, praise or support."""


def asks_for_thanks(question: str) -> bool:
    """Does the question ask for courtesies, among other things?"""
    return THANKS.search(question) is not None


def remaining_text(question: str, spans: tuple[Span, ...]) -> str:
    """The question without the spans and what joins them; unchanged if no content word would stay."""
    text = question
    for span in reversed(_with_joints(question, spans)):
        text = text[: span.start] + " " + text[span.end :]
    text = tidy(text) if spans else text.strip()
    return text if content_words(text) else question.strip()


def parts_left_of(question: str, parts: tuple[Span, ...], spans: tuple[Span, ...]) -> str:
    """The parts of the question without the spans; nothing if no content word would stay."""
    text = "".join(
        letter if any(part.start <= at < part.end for part in parts) else " "
        for at, letter in enumerate(without_spans(question, spans))
    )
    return tidy(text).rstrip("?. ") if content_words(text) else ""


def without_spans(question: str, spans: tuple[Span, ...]) -> str:
    """The question with blanks in the place of the spans, of the same length."""
    for span in spans:
        question = question[: span.start] + " " * len(span) + question[span.end :]
    return question


def _with_joints(question: str, spans: tuple[Span, ...]) -> list[Span]:
    """The spans in order, "France and Germany" or "China versus India" as one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and JOINT.fullmatch(question, joined[-1].end, span.start):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def names_no_topic(question: str, spans: tuple[Span, ...]) -> bool:
    """Does the question say who, when or where, and nothing of what ("What did Spain say in S/PV.7643?")?"""
    rest = without_spans(question, spans)
    return asks_of_nothing(rest) or all(word in OF_ANYTHING for word in content_words(rest))


def asks_of_nothing(question: str) -> bool:
    """Does every word only ask, go on or thank ("more", "what did they say?", "thanks")?"""
    return all(word in EMPTY for word in re.findall(r"[^\W_]+", question.lower()))


def content_of(text: str) -> str:
    """The text without the words at its ends that only ask; unchanged if nothing would stay. A term of the
    field stays whole ("responsibility to protect"), and so does what stands in one with the topic."""
    words = list(re.finditer(r"[^\W_](?:[\w'’./-]*\w)?", text))
    terms = [term.span for term in terms_in(text)]

    def asks(word: re.Match[str], at_start: bool) -> bool:
        inside = any(span.start <= word.start() < span.end for span in terms)
        return not inside and _asks(word.group(), at_start)

    lower = [word.group().lower() for word in words]
    said, last = _asked_who(lower), len(words)
    first = said
    while first < last - 1 and (
        _is_behind(lower, first, "raising_particles")
        or (asks(words[first], first == 0) and not _opens(lower, first, said))
    ):
        first += 1
    while last > first and asks(words[last - 1], False) and last - first > FEWEST:
        last -= 1
    if _is_framed(lower[:first]) and DO.isdisjoint(lower[first:last]):
        last = _closing(lower, last)
    first -= _is_behind(lower, first, "other_particles")
    rest = text[words[first].start() : words[last - 1].end()] if first < last else ""
    return tidy(rest).rstrip("?. ") if content_words(rest) else text.strip()


def clause_said(text: str) -> str:
    """The whole clause that the question asks whether anybody said ("said that meetings have no use"), if it
    does: words that ask at its end are its own."""
    claim = claim_of(text)
    return ARTICLE.sub("", tidy(claim.text)) if claim.clause else ""


def _is_framed(before: Sequence[str]) -> bool:
    """Has what is asked about begun: is it told before that something was said or held?"""
    return any(word in SAID or shape(word) in VIEWS for word in before)


def _opens(words: Sequence[str], at: int, said: int) -> bool:
    """Does a topic begin with this word, though it is one that may ask ("mentioned national reconciliation",
    "say about capital punishment"): right behind the frame, whose verb is at `said`, and right before what it
    tells apart?"""
    word, behind = words[at], words[at + 1]
    if not _is_framed(words[:at]) or shape(word) not in FRAME or word in WHO or behind in STOP | FUNCTION:
        return False
    begins = 0 < said == at - 1 or words[at - 1] in (STOP | FUNCTION) - {"to"}
    return begins and not word.endswith(("ing", "ed"))


def _is_behind(words: Sequence[str], at: int, particles: str) -> bool:
    """Does a particle that belongs to a verb of saying or holding before it stand here: one by which a matter
    is raised ("brought up"), which only asks, or one that makes it another verb ("put off")?"""
    return 0 < at < len(words) - 1 and words[at] in words_of(particles) and shape(words[at - 1]) in VIEWS


def _closing(words: Sequence[str], last: int) -> int:
    """Where a topic ends, with words that may ask but stand right behind what tells them apart ("Doha trade
    talks", "people without a nationality")."""
    if shape(words[last - 1]) == "EXCEPT":
        return len(words)
    while last < len(words) and shape(words[last]) in FRAME and words[last] not in STOP:
        last += 1
    return last


def _asked_who(words: Sequence[str]) -> int:
    """How many words at the start only say who is asked, with a verb of saying or holding behind them: there
    a capital ("Which Member States mentioned ...") marks no name."""
    asked = list(takewhile(lambda word: word in WHO or shape(word) == "PARTY", words))
    said = words[len(asked) : len(asked) + 1]
    return len(asked) if any(word in SAID or shape(word) in VIEWS for word in said) else 0


def _asks(word: str, at_start: bool) -> bool:
    """Is it a word that asks rather than content? A capital inside the question marks a name."""
    lower = word.lower()
    if word[:1].isupper() and not at_start and lower not in STOP:
        return False
    return (
        lower in STOP | FUNCTION
        or lower in ASKING
        or shape(lower) in FRAME
        or lower in ("against", "much", "many")
        or (
            lower.endswith("ly") and len(lower) > LONG_ADVERB and lower not in NO_ADVERBS and "-" not in lower
        )
        or "latest" in senses_of(lower)
    )


LONG_ADVERB = 5
ARTICLE = re.compile(r"\A(?:the|an?)\s+", re.IGNORECASE)


def tidy(text: str) -> str:
    """Single blanks, no lost prepositions, no blank before a mark."""
    text = re.sub(r"\s+", " ", text)
    for _ in range(2):
        text = DANGLING.sub("", text)
    text = re.sub(r"\s+([,;:?.!)])", r"\1", text)
    text = re.sub(r"\(\s*\)|([,;:])(?=\s*[,;:?])", "", text)
    return re.sub(r"\s+", " ", text).strip(" ,;:–-")


def content_words(text: str) -> list[str]:
    """Words that carry content, lower case."""
    return [word for word in re.findall(r"\w[\w'’-]+", text.lower()) if word not in STOP]
