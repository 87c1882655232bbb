"""Whose words are quoted: what a statement says about a quotation just before and just after it.

In: the text before and after a marked stretch. Out: an `Introduction`: the words of the statement that name
who is quoted, exactly as they stand; whether the speaker, or the speaker's own government, is quoted; and
whether anything introduces the words at all. Nothing is inferred that the statement does not say.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from functools import cache

from index.tables import alternatives, rows_of

NEAR_BEFORE, NEAR_BEHIND = 320, 140
"""Characters looked at before and behind a quotation."""
LONGEST_NAME = 14
"""Words of a name at most."""
_ABBREVIATION = r"(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)(?<!\bNo)(?<!\bSt)"
_SENTENCE = re.compile(rf"{_ABBREVIATION}[.!?…][”\"’)]?\s+(?=[\"“«(]?[A-Z])|\n\s*\n")
_CLAUSES_BEGIN = alternatives(
    "that, what, which, when, where, how, because, while, since, after, before, if, and i, but, whether, as"
)
_CLAUSE = re.compile(
    rf"[;:—–“”\"«»?!]|\((?!\d{{4}}\))|(?<!\d{{4}})\)|\b(?:{_CLAUSES_BEGIN})\b", re.IGNORECASE
)
_ADVERBS = alternatives(
    r"today, yesterday, indeed, however, and, but, then, also, thus, so, later, once, again, here, there, "
    r"now, only, even, recently, earlier, finally, first, secondly, just, last \w+, this \w+, in, on, at, "
    r"during, for, by, with, from, to, two, three, a few, some, several"
)
_ADVERB = re.compile(rf"\s*(?:(?:{_ADVERBS})\b)", re.IGNORECASE)
_LEADS = alternatives(
    "today, yesterday, indeed, however, and, but, then, also, thus, so, later, once, now, recently, when, "
    "as, that, what, i recall, we recall, let us recall, we (?:have )?heard, i (?:have )?heard, "
    "last (?:week|month|year)"
)
_LEAD = re.compile(rf"\s*(?:(?:{_LEADS})\b[\s,]*){{0,4}}", re.IGNORECASE)
_BEFORE_NAME = alternatives(
    "the, The, a, A, an, An, one, One, our, Our, my, My, another, Another, his, her, its, their, rule, "
    "article, paragraph, resolution, section, chapter, operative"
)
_NAME_BEGINS = re.compile(rf"(?:(?:{_BEFORE_NAME})\s|[A-ZÀ-Þ])")
_BEHIND_NAME = alternatives(
    "is, are, was, were, be, been, being, has, have, had, do, does, did, will, would, shall, should, can, "
    "could, may, might, must, i, we, you, he, she, it, they, us, them, me, who, whom, which, that, this, "
    "these, those, its, not, never, now, also, once, twice, then, again, just, so, already, often, always, "
    "himself, herself, itself, themselves, under, against, with, by, without, through, into, over, when, "
    "while, after, before, during, here, there, today, yesterday, on, in, at, to, and, or, quite, very, quote"
)
_ENDS_NAME = re.compile(
    rf"[\s,](?:(?:{_BEHIND_NAME})(?=[\s,]|\Z)|(?-i:[a-z]{{3,20}}(?:ed|ing|ly))\b)", re.IGNORECASE
)
_TIMES = alternatives("ago, years?, months?, weeks?, days?, time, century, decades?, today, yesterday")
_NAMES_NOBODY = alternatives(
    r"it, he, she, they, this, that, there, here, these, those, what, for, in, on, at, by, with, from, to, "
    r"and, but, if, as, we, i, us, you, should, let, not, only, such, more, of, \w+ly"
)
_NO_NAME = re.compile(
    rf"\b(?:of|the|a|an|for|from)\Z|\b(?:{_TIMES})\b|https?|/|\A(?:{_NAMES_NOBODY})\b", re.IGNORECASE
)
_PARTS = alternatives(
    "from, some, several, certain, parts?, a few, few, the following, excerpts?, extracts?, passages?, "
    "paragraphs?, lines?, his, her, their, its"
)
_OF_PARTS = alternatives(
    r"from, of, his, her, their, its, the, this, that, it, excerpts?, extracts?, passages?, paragraphs?, "
    r"lines?, \w+"
)
_FROM_PART = re.compile(rf"(?:{_PARTS})(?: (?:{_OF_PARTS}))*\Z", re.IGNORECASE)
"""What is quoted from, where it names nobody."""
_WORD = (
    r"(?!(?:in|on|at|to|when|during|before|after|who|which|and|said|quoting|is|was|were|are|that|as|from|with)\b)"
    r"(?:\b(?:[a-z]|mr|ms|mrs|dr|st)\.|[\w’'-]{1,40})"
)
_NAME = rf"(?P<who>(?:{_WORD}\s){{0,9}}{_WORD})"
_TEXTS = alternatives(
    r"words?, warnings?, letters?, orders?, messages?, speech, statement, remarks, appeal, threats?, advice, "
    r"poem, slogans?, testimony, telegram, question, call, promise, prayer"
)
_OF = re.compile(
    r"\b(?:according to|in the words of|(?:i|we|to|me|and) (?:quote|cite)(?: from)?|quoting|quote"
    rf"|(?:{_TEXTS}) (?:of|by|from))\s+{_NAME}",
    re.IGNORECASE,
)
_OF_THEM = re.compile(r"\b(?:he|she|they|his|her|their)\b", re.IGNORECASE)
_SAID_BEHIND = re.compile(
    rf"\A[\s,.”\"’»]*(?:as )?(?:said|wrote|declared|warned|stated|asked|added) {_NAME}", re.IGNORECASE
)
_WHO_BEHIND = re.compile(
    r"\A[\s,.”\"’»]*(?P<who>[^.;:!?“”\"«»\s][^.;:!?“”\"«»]{1,80}?)\s"
    r"(?:said|wrote|declared|warned|stated|asked|added|told|vowed)\b",
    re.IGNORECASE,
)
_THIS_WAS = re.compile(
    r"\A[\s.”\"’»]*(?:this|that|these|those|such)(?: \w+)?(?: words)? (?:is|are|was|were) "
    rf"(?:(?:what )?(?:said|written|spoken|uttered|broadcast|published) by|the (?:exact )?words of) {_NAME}",
    re.IGNORECASE,
)
_WE_SAY = re.compile(
    r"\A[\s.,”\"’»]*(?:(?:that|this) is (?:what|how|why) (?:we|i) (?:say|said|mean)\b"
    r"|(?:we|i) (?:say|said|ask)\b"
    r"|(?:say|said) (?:we|i)\b)",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\W{0,3}(?:\w{1,20}\W{1,3}){0,2}?(?:i|we)\b(?: \w+ly| (?:have|had|would|will|did|do|must|can|also"
    r"|once|again|just"
    r"|would like to|wish to|want to)){0,6}\s{0,3}",
    re.IGNORECASE,
)
_OWN_TEXTS = alternatives(
    "words, statement, question, answer, message, appeal, motto, view, position, reply, amendment, proposal, "
    "remarks, call, plea, promise, pledge"
)
_OWN_WORDS = re.compile(
    rf"\b(?:my|our) (?:own |clear |simple |only |national |common )?(?:{_OWN_TEXTS})\b[^.;“”\"]{{0,50}}$",
    re.IGNORECASE,
)
_QUOTES = re.compile(r"\bquot|\brecit|words of|lines of|verses?\b", re.IGNORECASE)
_SPEAKING = alternatives(
    "say, said, saying, state[sd]?, declare[sd]?, told, tell, ask(?:ed)?, repl(?:y|ied), wrote, write, "
    "written, warned, stress(?:ed)?, emphasi[sz]e[sd]?, promised?, pledged?, proposed?, answer(?:ed)?, "
    "argued?, affirm(?:ed)?, urged?, insist(?:ed)?, remarked, observed, suggest(?:ed)?, announced?, "
    "concluded, added, reaffirm(?:ed)?, asserted, wondere?d?, repeat(?:ed)?, reiterated?, "
    "(?:call|called) (?:for|on|upon)"
)
_SPEAKS = re.compile(rf"(?:{_SPEAKING})", re.IGNORECASE)
"""Verbs with which speakers say their own words; "I recall", "I note" bring in another's."""
_ANOTHERS = re.compile(
    r"\b(?:(?:quote|quoting|cite|citing|recite|reciting|read out|reading out|read from)\s+\w{2,}"
    r"|words of|with the poet|proverb|saying goes)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Introduction:
    """`whose` are the statement's own words for who is quoted, None if it does not name them plainly; `own`:
    that is the speaker, or those the speaker speaks for; `told`: something introduces the words."""

    whose: str | None
    own: bool
    told: bool


def introduction(text: str, start: int, end: int) -> Introduction:
    """Who is quoted in text[start:end], a stretch without its marks."""
    before = text[max(0, start - NEAR_BEFORE) : start].rstrip(" \t\n“”\"'‘’«»„(")
    behind = text[end : end + NEAR_BEHIND]
    lead = _SENTENCE.split(before)[-1]
    said = None if lead.endswith((".", "!", "?")) else _by_verb(lead)
    if _WE_SAY.match(behind.partition("\n")[0]) or (said and said.own) or _own_words(lead):
        return Introduction(None, True, True)
    named = said.whose if said else None
    named = named or _named(_OF, lead)
    earlier = _earlier(before) if not named and (said or _opening(lead)) else None
    named = named or (earlier if _OF_THEM.search(lead) else None) or _behind(behind) or earlier
    own = named is not None and _is_own(named)
    return Introduction(named, own, bool(said or named or _opening(lead)))


def _by_verb(lead: str) -> Introduction | None:
    """Judged by the last verb of saying before the quotation; None if there is none."""
    last = deque(_say().finditer(lead), maxlen=1)
    if not last:
        return None
    found = last[0]
    subject = _CLAUSE.split(lead[: found.start()])[-1]
    rest = lead[found.start() :]
    own = _SPEAKS.fullmatch(found.group()) and _OWN.fullmatch(subject.rstrip(" ,"))
    if (own or _is_own(_name_of(subject) or "")) and not _ANOTHERS.search(rest):
        return Introduction(None, True, True)
    return Introduction(_name_of(subject), False, True)


def _name_of(subject: str) -> str | None:
    """The name in the subject of a verb of saying, None if it is a pronoun or no plain name."""
    parts = subject.split(",")
    while len(parts) > 1 and _ADVERB.match(parts[0]):
        parts.pop(0)
    apposed = len(parts) > 2 or not parts[-1].strip()
    name = " ".join((parts[0] if apposed else ",".join(parts)).split())
    name = _LEAD.sub("", name, count=1)
    name = _ENDS_NAME.split(name, maxsplit=1)[0].strip(" ,.")
    plain = _NAME_BEGINS.match(name) and not _NO_NAME.search(name) and not _FROM_PART.match(name)
    return name if plain and len(name) > 2 and len(name.split()) <= LONGEST_NAME else None


def _named(pattern: re.Pattern[str], text: str) -> str | None:
    found = deque(pattern.finditer(text), maxlen=1)
    return _name_of(found[0]["who"]) if found else None


def _behind(behind: str) -> str | None:
    for pattern in (_THIS_WAS, _SAID_BEHIND, _WHO_BEHIND):
        found = pattern.match(behind)
        if found:
            return _name_of(found["who"])
    return None


def _earlier(before: str) -> str | None:
    """Who last spoke in the sentences before: "The chief spoke. I quote his speech:"."""
    for sentence in reversed(_SENTENCE.split(before)[:-1]):
        said = _by_verb(sentence)
        if said is not None:
            return said.whose
    return None


def _opening(lead: str) -> bool:
    """Do the last words before a quotation open one: a colon, "I quote", "the words of"?"""
    return lead.endswith(":") or bool(_opens().search(lead)) or bool(_document().search(lead[-60:]))


def _own_words(lead: str) -> bool:
    """ "My answer is:", "our message remains:"."""
    return bool(_OWN_WORDS.search(lead[-80:])) and not _QUOTES.search(lead[-160:])


def _is_own(name: str) -> bool:
    """ "my President", "our Government": those the delegation speaks for."""
    return _own_office().match(name) is not None


@cache
def _say() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns_of('say'))})\b", re.IGNORECASE)


@cache
def _document() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns_of('document'))})\b", re.IGNORECASE)


@cache
def _opens() -> re.Pattern[str]:
    return re.compile(r"\b(?:quote|cite|read out|read aloud|recite)\b", re.IGNORECASE)


@cache
def _own_office() -> re.Pattern[str]:
    offices = "|".join(patterns_of("own_office"))
    return re.compile(
        rf"(?:my|our)\s+(?:\w+\s+){{0,2}}?(?:{offices})\b",
        re.IGNORECASE,
    )


def patterns_of(kind: str) -> list[str]:
    """The patterns of one kind of the table of quoting."""
    return [row["pattern"] for row in rows_of("rag", "quoting.tsv") if row["kind"] == kind]
