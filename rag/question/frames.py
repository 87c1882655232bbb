"""Frames: is a party named in a question asked to speak, or is it what the question is about?

In: the question with the party written §, other parties ¤, dates @@ and meetings ## (`mask`). Out: a
`Role` with its level: 3 the party speaks for certain, 2 its stance is asked for, 1 named as actor,
0 topic. The frames are general English constructions, first row first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from index.model import Span
from rag.question.words import (
    ADVERBS,
    AUXILIARY,
    BE,
    COMMIT,
    EVENTS,
    OWN_POLICY,
    REPORT_NOUNS,
    SAY,
    STANCE,
    STAND,
    any_of,
    finite,
    unknown_speaker,
    verbs,
    window,
)

SAID = verbs(SAY)
STOOD = verbs(STAND)
DONE = verbs(COMMIT)
NOUNS = any_of(STANCE)
EVENT = any_of(EVENTS)
OWN_STANCE = any_of(
    "views? positions? stances? opinions? arguments? statements? speech(?:es)? address remarks? "
    "interventions? "
    "explanations? repl(?:y|ies) responses? reactions? votes? abstentions? proposals? amendments? "
    "assessments? "
    "attitudes? approach words understanding interpretation perspective priorities concerns? doubts? "
    "reservations? objections? reasoning claims? warnings? comments? commitments? pledges? outlook"
)
"""Stance nouns whose "of X" names the holder ("the position of X"), not the object ("support of X")."""
BARE_STANCE = any_of(
    "views? positions? stances? opinions? statements? speech(?:es)? address remarks? interventions? "
    "reaction reply "
    "response proposals? amendments? explanation_of_vote abstention objections? reservations? concerns? "
    "priorities"
)
PARENTHESIS = r"(?:\s*\([^)]*\)|,[^,?]{3,70},|\s+on behalf of[^,?]{3,60}?(?=\s))?"
NOT_SUBJECT = re.compile(
    r"\b(?:in|on|of|to|from|against|with|for|by|at|into|over|about|near|off|between|inside|towards?|across|"
    r"like|than|"
    r"under|around|through|within|outside|upon|along)(?: (?:\w+ern|north|south|east|west|central|"
    r"neighbou?ring|occupied|"
    r"post-?war|war-torn|rural|today's|most|all|much|parts) ?(?:of )?)? ?$|\b(?:is|was|are|were|being|and|"
    r"or) $|[¤§'’]s? $",
    re.IGNORECASE,
)
"""Words before a party that make it no subject: a preposition, a copula, a possessor."""
SIDE = r"(?: (?:government|side|delegation|regime|administration|leadership|team|mission|ambassador))?"
PERFECT = rf"(?:has|have|had|would|will|did|could) {ADVERBS}(?:been )?"
INTEND = r"(?:(?:try|seem|go on|refuse|choose|want|have|like|wish|need|use) to )?"
POSTURE = any_of(
    "against in_favou?r opposed willing ready prepared concerned worried satisfied unwilling reluctant "
    "critical "
    "supportive happy disappointed alarmed convinced open sceptical skeptical hesitant keen silent"
)
GAP = r"(?:(?!(?:in|to|for|with|against|that|who|which|is|was|were|are|by|and|or|on|from)\b)[\w@#¤'’-]+ )"
AFTER_HOLDER = (
    r"(?=\s*(?:$|[?,.;:)–-]|on\b|in\b|at\b|about\b|to\b|for\b|towards?\b|regarding\b|during\b|@@|"
    r"##|that\b|when\b|and\b|is\b|was\b|were\b|differ|of\b|against\b|with\b))"
)

COMPARED = (
    r"(?:differences?|similarit(?:y|ies)|disagreements?|divergences?|contrasts?|comparisons?|common ground)"
)
COMPARE = r"(?:compare|contrast)(?: and (?:compare|contrast))?"
TO_EACH = r"(?: compared)? (?:with|to|and|against)"
AFTER_BOTH = r"(?=\s*(?:$|[?,.:]|(?:on|about|over|regarding|concerning|in|at|during|@@|##)(?!\w)))"


@dataclass(frozen=True, slots=True)
class Frame:
    """One construction: `inverted` frames stay valid in a question that asks who; `act` frames tell of
    deeds and attitudes, which others may report as well; in a `subject` frame no preposition precedes."""

    name: str
    level: int
    pattern: re.Pattern[str]
    inverted: bool = False
    act: bool = False
    subject: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    level: int
    frame: str
    act: bool = False


TOPIC = Role(0, "topic")


def _frame(
    name: str, level: int, pattern: str, inverted: bool = False, act: bool = False, subject: bool = False
) -> Frame:
    return Frame(name, level, re.compile(pattern, re.IGNORECASE), inverted, act, subject)


@lru_cache(maxsize=1)
def frames() -> tuple[Frame, ...]:
    """The table, compiled on first use."""
    return (
        _frame("excepted", 0, r"\b(?:other than|apart from|aside from|except(?: for)?|besides|excluding|"
                              r"rather than|"
                              r"instead of|beyond) (?:¤ and )?§", inverted=True),
        _frame("compared to another", 2, rf"(?:^|\b{COMPARE} )(?:§{TO_EACH} ¤|¤{TO_EACH} §)"
                                         rf"{AFTER_BOTH}"),
        _frame("reported", 0, rf"(?!^)\b{SAID}\b(?! me\b)[^?]*?\b(?:that|whether|why|how|if|because|when|"
                              r"where|as|what|"
                              r"after|before) §"),
        _frame("inverted speech", 3,
               rf"\b{AUXILIARY}(?:n['’]t)? §{SIDE}{PARENTHESIS},? {ADVERBS}(?:{BE} |been "
               rf")?{ADVERBS}{INTEND}{SAID}\b",
               inverted=True),
        _frame("progressive speech", 3, rf"\b{BE} §{SIDE}{PARENTHESIS} {ADVERBS}{SAID}(?<=ing)\b",
               inverted=True),
        _frame("words given", 3, rf"\b(?:what|which) (?:[\w-]+ ){{0,2}}?(?:{NOUNS}|examples?|assurances?|"
                                 rf"evidence|figures?|"
                                 rf"guarantees?|questions?|lessons?) {AUXILIARY} §{SIDE}{PARENTHESIS} "
                                 rf"{ADVERBS}(?!receive|get|"
                                 r"face|attract|meet|provoke|trigger|draw|lose|win|earn)\w", inverted=True),
        _frame("reacted to", 0, r"\b(?:reactions?|responses?|repl(?:y|ies)|answers?|support|backing|"
                                r"opposition|criticisms?|"
                                r"objections?|endorsements?|rejections?|praise|rebuttals?|condemnations?|"
                                r"complaints?|hostility) "
                                rf"(?:to|of|for|against|about|over) §['’]s? {GAP}{{0,3}}?{NOUNS}\b"),
        _frame("text put forward", 1, rf"\b(?:{AUXILIARY}|(?<!what )(?<!which )(?:is|was|are|were)) §['’]s? "
                                      rf"{GAP}{{0,2}}?"
                                      r"(?:amendments?|proposals?|suggestions?|requests?|demands?|claims?|"
                                      r"allegations?|"
                                      r"accusations?|charges?|initiatives?|drafts?)\b", act=True),
        _frame("changed view", 2, rf"\b{AUXILIARY} §{SIDE} {ADVERBS}(?:change[d]?|shift(?:ed)?|"
                                  r"soften(?:ed)?|harden(?:ed)?|"
                                  r"revised?|reversed?|maintain(?:ed)?) (?:its|their|his|her) (?:[\w-]+ "
                                  rf")?{NOUNS}\b",
               inverted=True),
        _frame("source", 3, r"\b(?:according to|as per|quoting|to quote|in the (?:words|eyes|view|opinion|"
                            r"judge?ment|"
                            r"telling|reading|account|assessment|estimation) of|from the (?:perspective|"
                            r"standpoint|"
                            r"point of view|viewpoint) of) §", inverted=True),
        _frame("own reckoning", 3, r"\b(?:in|by|on|from|to) §(?:['’]s?)? (?:own "
                                   rf")?(?:{any_of(REPORT_NOUNS)}|perspective|"
                                   r"point of view|standpoint|estimation|calculations?|figures|count)\b",
               inverted=True),
        _frame("as they put it", 3, rf"\b(?:as|like) §(?: {EVENT})? {ADVERBS}(?:has |had )?(?:{SAID}|"
                                    rf"{STOOD})\b",
               inverted=True),
        _frame("speech", 3, rf"§{SIDE}{PARENTHESIS} {ADVERBS}(?:{finite(SAY)}|{PERFECT}{SAID})\b(?! "
                            r"by\b)", subject=True),
        _frame("what they say", 3, r"\b(?:what|why|how|whom|when|where|anything|everything|words|reasons?) "
                                   rf"§{SIDE} {ADVERBS}"
                                   rf"(?:{SAID}|{STOOD})(?<=[sdt])\b(?! by\b)"),
        _frame("passive speech", 2, rf"\b{SAID}(?<=[dtn]) (?:\w+ )?by §{AFTER_HOLDER}"),
        _frame("heard from", 2, rf"\b(?:hear|heard|anything|word|quotes?|lines?|passages?|{OWN_STANCE}) "
                                r"(?:[\w-]+ )?"
                                rf"(?:from|by) §{AFTER_HOLDER}"),
        _frame("perhaps by", 1, rf"\b{NOUNS} (?:[\w'’-]+ ){{2,6}}?(?:from|by) §\s*(?:$|[?,.;:])"),
        _frame("holder", 2, rf"\b{OWN_STANCE} (?:[\w]+ (?:on|by) )?(?:of|taken by|held by|expressed by) "
                            rf"§{AFTER_HOLDER}"),
        _frame("own speech", 2, rf"§['’]s? {GAP}{{0,5}}?(?:statements?|speech(?:es)?|address|remarks?|"
                                r"interventions?|briefings?|testimony)\b"),
        _frame("own stance", 2, rf"§['’]s? {GAP}{{0,2}}?{NOUNS}\b(?! of ¤)"),
        _frame("stance at head", 2, r"(?:^|\b(?:what is|what was|explain|summari[sz]e|compare|find|quote|"
                                    r"show me|give me|"
                                    rf"on|is|was|has|have|did|does|do) )§ (?:@@ )?{BARE_STANCE}(?=\s*(?:$|"
                                    r"[?:,–-]|on\b|about\b|regarding\b|"
                                    r"towards?\b|in\b|at\b|against\b|for\b|of\b|@@|##))"),
        _frame("compared", 2, rf"(?:^|\b(?:please|to|you|me) ){COMPARE} §(?:['’]s?)?{AFTER_BOTH}"),
        _frame("differences between", 2, r"^(?:what (?:are|is|were|was) |(?:list|show|explain|describe|"
                                         r"summari[sz]e|give me|tell me|find) )?(?:the )?(?:[\w-]+ )?"
                                         rf"{COMPARED} (?:of \w+ )?between §(?:['’]s?)?{AFTER_BOTH}"),
        _frame("differing from", 2, r"\b(?:differ|diverge)(?:s|d|ed)? from (?:(?:that|those) of )?"
                                    rf"§{AFTER_BOTH}"),
        _frame("party on topic", 2, r"^§ (?:on|about|regarding|re|concerning)\b"),
        _frame("party, date", 2, r"^§\s*[,(]\s*(?:@@|##)|^(?:@@|##)\s*[,:]\s*§\s*(?:[:,–-]| on\b| about\b)"),
        _frame("party, event", 2, rf"^§\s*[,:–-]\s*(?:[\w'’¤@-]+ ){{0,5}}{EVENT}\b|^§ (?:in|at|during) "
                                  rf"(?:##|@@|the )"),
        _frame("party aside", 2, r"^for §,|^(?:on|in) [^,?]{3,60}, §[:,]"),
        _frame("has doubts", 2, r"§ (?:\w+ly )?(?:had|has|have|felt|expressed|raised|voiced) (?:\w+ "
                                r"){0,2}?(?:doubts?|"
                                r"reservations?|concerns?|objections?|misgivings|worries|questions|"
                                r"difficult(?:y|ies))\b", subject=True),
        _frame("does have a view", 2, rf"\b(?:does|did|do) §{PARENTHESIS} {ADVERBS}(?:have|take|hold|give|"
                                      r"offer|make|use|draw|"
                                      rf"cite|provide) (?:[\w-]+ ){{0,3}}?(?:{NOUNS}|for|examples?|"
                                      rf"line)\b", inverted=True),
        _frame("inverted stance", 2, rf"\b{AUXILIARY}(?:n['’]t)? §{SIDE}{PARENTHESIS},? {ADVERBS}(?:been "
                                     rf")?{INTEND}"
                                     rf"(?:{STOOD}|{DONE})\b", inverted=True, act=True),
        _frame("inverted posture", 2, rf"\b{BE} §{SIDE}{PARENTHESIS} {ADVERBS}(?:{STOOD}(?<=ing)|"
                                      rf"{POSTURE})\b",
               inverted=True, act=True),
        _frame("stance verb", 2, rf"§{SIDE} {ADVERBS}(?:{finite(STAND)}|{finite(COMMIT)}|"
                                 rf"{PERFECT}(?:{STOOD}|{DONE}))\b(?! by\b)",
               act=True, subject=True),
        _frame("actor", 1, rf"\b(?:{AUXILIARY}|{BE})(?:n['’]t)? §{SIDE}{PARENTHESIS} (?!{ADVERBS}(?:accused|"
                           r"blamed|criticised|"
                           r"criticized|said|asked|urged|condemned)\b)", inverted=True, act=True),
        _frame("was of a mind", 2, rf"§{SIDE} {BE} {ADVERBS}{POSTURE}\b", act=True, subject=True),
        _frame("headline speech", 2, r"^§ (?:@@ )?(?:(?:general assembly|security council|council|un|@@|"
                                     r"general debate) ){0,2}"
                                     r"(?:statement|speech|address|intervention|remarks)\b(?! (?:by|of|"
                                     r"from)\b)"),
        _frame("own policy", 1, rf"§['’]s? (?:[\w-]+ )?{any_of(OWN_POLICY)}\b|\bgovernment of §"),
        _frame("party alone", 1, r"^§\s*[:,–-]"),
    )  # fmt: skip


def mask(
    question: str,
    target: Span,
    parties: tuple[Span, ...],
    dates: tuple[Span, ...],
    meetings: tuple[Span, ...],
) -> str:
    """The question with the target written §, other parties ¤, dates @@, meetings ##."""
    marks = [(target, "§"), *((span, "¤") for span in parties if span != target)]
    marks += [(span, "@@") for span in dates] + [(span, "##") for span in meetings]
    text = question
    for span, mark in sorted(marks, key=lambda item: -item[0].start):
        text = text[: span.start] + mark + text[span.end :]
    text = re.sub(r"\b(?:the|a|an)\s+(?=[§¤])", "", re.sub(r"\s+", " ", text), flags=re.IGNORECASE).strip()
    return window(text, "§")


def role_of(masked: str) -> Role:
    """The first frame that fits, seen together with whether the question asks who speaks."""
    asks_who = _asks_who().search(masked) is not None
    for frame in frames():
        if asks_who and frame.level and not frame.inverted:
            continue
        found = frame.pattern.search(masked)
        if found and not (frame.subject and NOT_SUBJECT.search(masked[: found.start()])):
            return Role(frame.level, frame.name, frame.act) if frame.level else TOPIC
    return TOPIC


@lru_cache(maxsize=1)
def _asks_who() -> re.Pattern[str]:
    return re.compile(unknown_speaker(), re.IGNORECASE)
