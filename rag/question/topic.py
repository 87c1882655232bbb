"""What is left of a question to search for, once filters and the interrogative frame are taken out.

In: the question and the spans that became filters. Out: the text without them, and the content alone
("hospitals or medical facilities" of "Which delegations mentioned hospitals or medical facilities?").
Removal that would leave too little is not done.
"""

from __future__ import annotations

import re

from index.model import Span
from index.tables import word_set
from rag.question.frames import COMPARE, COMPARED
from rag.question.words import ADVERBS, AUXILIARY, BE, SAY, STANCE, STAND, any_of, verbs

SAID = verbs(SAY)
ASSERTED = f"(?:{SAID}|{verbs(STAND)})"
PREPOSITION = (
    r"(?:about|on|regarding|concerning|of|for|to|against|towards?|over|with|as to|with respect to|"
    r"in relation to)"
)
GROUP = (
    r"(?:delegations?|countr(?:y|ies)|(?:member )?states?|(?:council )?members?|nations?|governments?|"
    r"speakers?|"
    r"representatives?|parties|ambassadors?|delegates?|anyone|anybody|any (?:\w+ )?(?:delegation|country|"
    r"state|member|speaker)s?)"
)
ASKED = r"(?:what\s+(?:are|is|were|was))"
HEADS: tuple[str, ...] = (
    r"^\s*(?:please\s+)?(?:can|could|would) you (?:please )?(?:tell me|find|list|show(?: me)?|give me|"
    r"explain|summari[sz]e)\s+",
    r"^\s*(?:please\s+)?(?:i (?:need|want)(?: to know)?|tell me|give me|find(?: me)?|show me|list|collect|"
    r"gather|compile|summari[sz]e)\s+(?:all |every |the )*",
    rf"^\s*(?:please\s+)?{COMPARE}\s+(?:the\s+)?(?:{any_of(STANCE)}\s+(?:of\s+)?(?={PREPOSITION}\s))?",
    rf"^\s*(?:(?:which|what)(?: of the)?(?: [\w-]+){{0,2}}? {GROUP}|who(?:ever)?(?: else| "
    rf"all)?)\s+{ADVERBS}(?:(?:has|have|had|did|was|were|is|are) "
    rf")?{ADVERBS}(?:{ASSERTED})\s+(?:{PREPOSITION}\s+)?(?:that\s+)?",
    r"^\s*(?:did|does|do|has|have|had|was|were|is|"
    rf"are)\s+{GROUP}\s+{ADVERBS}{ASSERTED}\s+(?:{PREPOSITION}\s+)?(?:that\s+)?",
    rf"^\s*what\s+(?:{AUXILIARY}|{BE})\s+(?:{GROUP}\s+|they\s+|it\s+)?{ADVERBS}(?:been )?{SAID}(?:\s+(?:the "
    rf"|to the )?(?:security )?council)?\s+(?:{PREPOSITION}\s+)?(?:that\s+)?",
    rf"^\s*(?:what|how)\s+(?:{AUXILIARY})\s+{ADVERBS}{ASSERTED}(?:\s+(?:the |to the )?(?:security "
    rf")?council)?\s+(?:{PREPOSITION}\s+)?(?:that\s+)?",
    r"^\s*(?:what|which)\s+(?:is|was|are|"
    rf"were)\s+(?:the\s+)?(?:['’]s?\s+)?{any_of(STANCE)}\s+{PREPOSITION}\s+",
    rf"^\s*(?:{ASKED}\s+)?(?:the\s+)?(?:[\w-]+\s+)?{COMPARED}(?:\s+between)?\s+{PREPOSITION}\s+",
    rf"^\s*how\s+{AUXILIARY}\s+(?:['’]s?\s+)?(?:{any_of(STANCE)}\s+)?(?:differ|diverge|compare)\s+"
    rf"(?:(?:from|with|to)\s+)?(?:(?:that|those)\s+of\s+)?{PREPOSITION}\s+",
    rf"^\s*(?:the\s+)?(?:all\s+)?(?:{any_of(STANCE)}|endorsements|complaints|mentions|"
    rf"references)\s+{PREPOSITION}\s+",
    r"^\s*how (?:many|much|often|big|large|long|far|high|old|frequently)\s+",
    r"^\s*(?:who|what|which|how|why|when|where|whom|whose|did|does|do|has|have|had|is|was|are|were)\b\s*",
)  # fmt: skip
LEFT_OVER = re.compile(
    rf"\b(?:did|does|do|has|have|had|would|will)\s+{ASSERTED}\b(?:\s+from(?=\s+(?:on|about|over)\s))?"
    r"(?:\s+(?:about|on|regarding|concerning)\b)?",
    re.IGNORECASE,
)
"""An auxiliary and its verb side by side: the subject between them became a filter."""
OCCASION = (
    r"(?:in|at|during) (?:the|its|their|his|her) (?:[\w'’-]+ ){0,5}?(?:debate|meeting|briefing|"
    r"session|statement|address|speech|discussion)"
)
FRONTED = re.compile(
    rf"^\s*{OCCASION}(?: (?:on|about|of) [^,?]{{3,60}})?,\s*(?=\w)|(?<=\w) {OCCASION}(?=,? that\b|\s*\??$)",
    re.IGNORECASE,
)
"""Where it was said, named beside the frame; the words before and after are the content."""
STOP = word_set(
    "a an the of in on at to for from by with and or but as that this these those it its their his her they "
    "them he "
    "she is was are were be been being do does did has have had will would can could should may might must "
    "what "
    "which who whom whose why when where how not no any some all about into than then there here so if per "
    "say said "
    "says tell told i me you we our us council security statement debate meeting position view"
)
OF_ANYTHING = word_set(
    "main key points point chief principal message messages remarks speak spoke speech address addressed "
    "talk talked told argue argued positions stance views summary summarise summarize overview statements "
    "president minister ambassador representative delegation delegations anyone everybody everyone please "
    "give show list compare compared contrast comparison differences difference similarities differ"
)
"""Words that ask for whatever was said."""
JOINT = re.compile(
    r"['’]?s?\s*(?:,\s*)?(?:(?:and|or|&|as well as|versus|vs\.?|compared (?:with|to)|with|to|against)\s+)?",
    re.IGNORECASE,
)
"""What stands between two that are named together."""
DANGLING = re.compile(
    r"^[\s,;:.–-]+|(?:(?:^|\s+)\b(?:in|on|at|of|by|from|during|according to|the|and|for)\b)+(?=\s*[,;:?.]|"
    r"\s*$)|(?<=\s)['’]s\b",
    re.I,
)


def remaining_text(question: str, spans: tuple[Span, ...]) -> str:
    """The question without the spans and what joins them; itself where no content word would stay."""
    text = question
    for span in reversed(_with_joints(question, spans)):
        text = text[: span.start] + " " + text[span.end :]
    text = tidy(text) if spans else text.strip()
    return text if content_words(text) else question.strip()


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
    text = question
    for span in spans:
        text = text[: span.start] + " " * len(span) + text[span.end :]
    return bool(spans) and not any(word not in OF_ANYTHING for word in content_words(text))


def content_of(text: str) -> str:
    """The text without its interrogative frame; the text itself where nothing would stay."""
    whole = text
    for left_over in (LEFT_OVER, FRONTED):
        bare = left_over.sub(" ", text)
        text = bare if content_words(bare) else text
    for pattern in HEADS:
        shorter = re.sub(pattern, "", text, count=1, flags=re.IGNORECASE)
        if shorter != text and content_words(shorter):
            text = shorter
            break
    text = re.sub(r"^(?:that|about|on|of|regarding|for|against|towards?) ", "", tidy(text))
    return text.rstrip("?. ").strip() or whole


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
