"""What a question wants: a number, a reason, a delegation ... and from one speaker or from all.

In: the question and whether it names the one who is asked to speak. Out: `Asks`. The leftmost
interrogative decides; tables below, first row first where two start at the same place.
"""

from __future__ import annotations

import re

from rag.question.model import Asks, Scope, Wants
from rag.question.sides import read_side
from rag.question.words import GAP, SAY, STAND, verbs

PARTIES = (
    r"(?:delegations?|countr(?:y|ies)|(?:member )?states?|(?:council |p5 |eu )?members?|nations?|"
    r"governments?|"
    r"part(?:y|ies)|capitals?|groups?)"
)
SPEAKERS = (
    r"(?:speakers?|representatives?|ambassadors?|delegates?|ministers?|envoys?|diplomats?|briefers?|"
    r"presidents?|secretary-general)"
)
WANTS: tuple[tuple[Wants, str], ...] = (
    (
        "number",
        r"how (?:many|much|often|big|large|long|old|far|high|wide|few|frequently)\b|"
        r"(?:what|which) (?:[\w-]+ ){0,2}?(?:share of|proportion|percentage|per ?cent|number|amount|"
        r"fraction|sums?|toll|"
        r"figures?|rate|total|size|cost|budget|age)\b|(?:^|[-–:,;] ?)(?:the )?(?:total |exact )?"
        r"(?:number|amount|share|size|percentage|figure|cost) of\b|\bnumber\s*\??$",
    ),
    ("reason", r"\bwhy\b|(?:for|on) (?:what|which) (?:reasons?|grounds?)\b|what (?:reasons?|justification|"
               r"rationale|"
               r"grounds?|explanations?) \b|(?:^|\bthe )reasons?\b|reasons? (?:for|why)\b|what made\b|how "
               r"come\b"),
    ("delegation", rf"(?:which|what) (?:of the )?{GAP}{{0,3}}?{PARTIES}\b|\bwhose\b"),
    ("speaker", rf"(?:which|what) {GAP}{{0,3}}?{SPEAKERS}\b|\bwho(?:m)?\b(?! (?:should|must|will|can|would) "
                rf")"),
    ("date", r"(?:since |by |until )?when\b|(?:which|what|on what|in what|in which|on which) (?:year|date|"
             r"day|month)\b"),
    ("place", r"where\b|(?:in |at |to |from )?(?:which|what) (?:city|town|place|region|province|location|"
              r"venue)\b"),
    ("yes_no", r"(?:^|[,;:.–-] ?|^(?:and|so|but) )(?:did|does|do|has|have|had|is|was|are|were|can|could|"
               r"will|would|should)"
               r" (?!you\b|me\b)\w"),
    ("content", r"\b(?:what|how|which)\b"),
)  # fmt: skip
NOUNS_OF_ALL = (
    r"(?:positions|views|stances|opinions|statements|endorsements|endorsers|complaints|criticisms|"
    r"objections|calls|"
    r"demands|appeals|arguments|proposals|reactions?|responses?|concerns|references|remarks|supporters|"
    r"opponents|critics|"
    r"delegations|countries|states|members|speakers|those|reservations|warnings|accusations|condemnations?|"
    r"praise|"
    r"support|opposition|backing|mentions|explanations|everyone|advocates|sceptics|divisions|disagreements?)"
)
ASSERTED = f"(?:{verbs(SAY)}|{verbs(STAND)})"
ALL = re.compile(
    rf"(?:which|^what) (?:of the )?{GAP}{{0,3}}?(?:delegations|countries|(?:member )?states|members|nations|"
    r"governments|speakers|representatives|parties|capitals|groups|ambassadors|delegates|ministers|"
    r"briefers)\b|"
    r"\bwho (?:(?:else|all|also|in the (?:room|council|chamber|debate|hall)|has|have|had|\w+ly) "
    rf")*{ASSERTED}\b|"
    rf"\b(?:did|does|do|has|have|had|was|is|are) (?:anyone|anybody|any (?:[\w-]+ ){{0,2}}?(?:{PARTIES}|"
    rf"{SPEAKERS}|one))\b|"
    rf"^(?:the )?(?:[\w-]+ ){{0,2}}?{NOUNS_OF_ALL} (?:of|on|to|for|about|at|in|by|from|that|who|towards?|"
    rf"against|regarding|"
    rf"putting|calling|with|over|\w+ing)\b|"
    rf"[:–-] ?(?:[\w-]+ ){{0,2}}?{NOUNS_OF_ALL}\b|"
    rf"\b(?:list|collect|gather|compare|summari[sz]e|compile|name) (?:all |every |the )|"
    rf"\bhow many (?:of the )?(?:{PARTIES}|{SPEAKERS})\b|"
    r"\b(?:what|which) (?:views|positions|concerns|arguments|objections|proposals|reactions|criticisms|"
    r"reasons)"
    r"(?: \w+)? (?:were|was|have been|are)\b|\bhow did (?:the )?(?:council )?(?:members|states|delegations|"
    r"countries)\b|"
    r"\b(?:what|how) (?:do|did|have) (?:the )?(?:[\w-]+ )?(?:members|states|delegations|countries|speakers|"
    r"governments)\b|"
    rf"\b(?:what was|what has been|what is being) said\b|\beveryone who\b",
    re.IGNORECASE,
)  # fmt: skip
SINGULAR = re.compile(
    r"\bwhich (?:[\w-]+ )?(?:delegation|country|state|member|nation|government|speaker|representative)\b|"
    r"\band (?:by )?whom?\b|\bwhich one\b",
    re.IGNORECASE,
)

THANKS = re.compile(
    r"\b(?:thank|congratulat|grat(?:eful|itude)|appreciat|commend|applaud|salut|tribute|condolence|prais|"
    r"welcom|support|endors)",
    re.IGNORECASE,
)
"""What courtesies are an answer to: a question that asks for thanks, praise or support."""


def asks_for_thanks(question: str) -> bool:
    """Is a courtesy part of what is asked for?"""
    return THANKS.search(question) is not None


def read_asks(question: str, named: int) -> Asks:
    """What is wanted, given how many delegations or speakers are named as those who speak."""
    scope, wants = _scope(question, named), _wants(question)
    whose = scope == "all" or (not named and wants in ("delegation", "speaker"))
    return Asks(scope, wants, read_side(question) if whose else None)


def _scope(question: str, named: int) -> Scope:
    if named:
        return "all" if named > 1 else "one"
    found = ALL.search(question)
    if not found:
        return "one"
    singular = SINGULAR.search(question)
    return "one" if singular and singular.start() <= found.start() else "all"


def _wants(question: str) -> Wants:
    best: tuple[int, int, Wants] = (len(question), len(WANTS), "content")
    for order, (wants, pattern) in enumerate(WANTS):
        found = re.search(pattern, question, re.IGNORECASE)
        if found:
            best = min(best, (found.start(), order, wants))
    return best[2]
