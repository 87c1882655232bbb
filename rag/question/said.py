"""Does a date in a question say when something was *said*, or does it belong to what is asked about?

In: the question, its dates and parties with their roles. Out: a use for each date. "said" restricts the
search, "maybe" is a preference, "content" stays in the text; a "label" ("Iraq 2003: ..."), a "trailing"
date ("... about mines in 2021?", "... about Syria before May 2020?") and the day of a text put to the vote
("placed") are decided by what the record holds. The date is written @@, other dates ~~, the party asked §,
others ¤, meetings ##.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from index.model import Span
from rag.question.words import (
    ADVERBS,
    EVENTS,
    PLACED_TEXTS,
    SAY,
    SPEECH,
    STANCE,
    STAND,
    any_of,
    verbs,
    window,
)

Use = Literal["said", "trailing", "label", "placed", "maybe", "content"]

SAID = verbs(SAY)
STOOD = verbs(STAND)
EVENT = any_of(EVENTS)
UTTERANCE = any_of(SPEECH)
NOUNS = any_of(STANCE)
TEXTS = any_of(PLACED_TEXTS)
WHEN = (
    r"(?:on|in|during|since|between|from|after|before|until|through(?:out)?|at|of|dated|held on|held in|"
    r"delivered on|delivered in|,)"
)
INNER = r"(?:(?!(?:about|who|which|that|said|say)\b)[\w¤'’-]+ )"
PLACE = (
    r"(?:(?:to|in|at|before|inside|within) (?:the )?(?:(?:un )?security council|council|general "
    r"assembly|assembly|chamber|un|united nations)|the (?:security )?council|the (?:general )?assembly|"
    r"council members|members|delegates|us) "
)
HAPPENINGS = any_of(
    "attacks? elections? wars? coups? cris[ei]s killings? events? invasions? violence summits? conferences? "
    "offensives? "
    "referend(?:um|a) massacres? famines? outbreaks? explosions? protests? agreements? deals? ceasefires? "
    "strikes? "
    "incidents? deaths? abductions? bombings? fighting earthquakes? floods? droughts? assassinations? "
    "annexation "
    "withdrawal collapse takeover clashes tests? launch(?:es)? meetings? resolutions? reports?"
)
"""Nouns that have a date of their own: "the elections in 2021" says when they were held."""
FRAMES: tuple[tuple[Use, str], ...] = (
    # the event of speaking, dated: "in the @@ debate", "at the small arms meeting of @@", "its @@ statement"
    ("said", rf"\b(?:in|at|during|from|within|throughout) (?:(?:the|its|their|his|her|§['’]s?) )?@@,? "
             rf"{INNER}{{0,5}}?{EVENT}\b"),
    ("said", rf"(?:['’]s?|\bits|\btheir|\bhis|\bher) @@ {INNER}{{0,5}}?(?:{EVENT}|{UTTERANCE})\b"),
    ("said", rf"\b(?:statements?|speech(?:es)?|positions?|views|remarks) (?:in|at|during|from) (?:the )?@@ "
             rf"{INNER}{{0,5}}?{EVENT}\b"),
    ("said", rf"^(?:the )?@@ {INNER}{{0,4}}?{EVENT}\b"),
    ("said", rf"\b(?:in|at|during|from|to) (?:the |its |their |his |her |an? |§['’]s? "
             rf")?{INNER}{{0,5}}?{EVENT} (?:{INNER}{{0,5}}?)?(?:{WHEN} )?(?:the )?@@"),
    ("said", rf"^(?:§(?:['’]s?)?,? )?{INNER}{{0,5}}?{EVENT},? (?:on {INNER}{{1,4}}?)?(?:{WHEN} )?@@"),
    ("said", rf"(?:['’]s?|\bits|\btheir|\bhis|\bher|§) (?:[\w-]+ ){{0,4}}?{UTTERANCE} (?:{WHEN} )?@@"),
    ("said", rf"\b{UTTERANCE} (?:delivered |made |given )?(?:by §,? )?(?:{WHEN} )@@"),
    # the verb of speaking, dated: "say in @@", "told the Council on @@"
    ("said", rf"\b{SAID} (?:{PLACE})?(?:{WHEN} )(?:the )?@@"),
    ("said", rf"\b{SAID} (?:anything|something|nothing) (?:{WHEN} )@@"),
    ("said", rf"\b{SAID} (?:[\w-]+ ){{0,3}}?{PLACE}(?:{WHEN} )@@"),
    ("said", r"^(?:on|in|during|since|between|from|after|before|until|back in|throughout) (?:the )?@@,? "
             rf"(?=.*\b(?:§|(?:who|which \w+)(?: [\w-]+)?) (?:{ADVERBS}){SAID}\b)"),
    ("said", r"^(?:on|in|during|since|between|from|after|before|until|back in|throughout) (?:the )?@@,? "
             r"(?:what|how|why|which|who|where)\b.*?\b(?:did|does|do|has|have|had|would) § "
             rf"{ADVERBS}(?:{SAID}|{STOOD})"),
    ("said", rf"§['’]s? (?:@@ {INNER}{{0,2}}?{NOUNS}|{INNER}{{0,2}}?{NOUNS}(?: on {INNER}{{1,6}}?)? "
             rf"(?:changed?|evolved?|shift(?:ed)?|developed?|remain(?:ed)?) (?:{WHEN} )?(?:~~ (?:and|to) "
             r")?@@)"),
    ("said", r"\b(?:change|evolve|shift|develop)(?:d|ed)? (?:since|between|from|after|over) @@"),
    # headlines: "Gambia, @@: ...", "Uruguay on drones, @@", "Iraq @@: positions"
    ("said", r"^§\s*[,(]?\s*@@\s*[):,–-]"),
    ("said", r"^(?:on |in )?@@\s*[:,–-]\s*§(?:['’]s?)?\b"),
    ("said", r"^§ (?:on|about|regarding|re)\b[^?]*(?:,| \(|:| -| –) ?@@\)?\s*\??$"),
    ("said", rf"^§['’]s? {INNER}{{0,4}}?{NOUNS}\b[^?]*(?:,|\(|:| -| –) ?@@\)?\s*\??$"),
    ("said", r"##,? (?:\(|of |on )?@@|@@,? (?:\()?##"),
    ("said", r"\bvoice (?:in|on) @@"),
    # unclear: a headline of the topic, the end of a question about speech, a text put to the vote
    (
        "trailing",
        rf"§ {ADVERBS}{SAID} (?:about|on|regarding|concerning|of) (?:(?!{HAPPENINGS}\b)[\w'’-]+ ){{1,4}}?"
        r"(?:on|in|during|since|between) @@\s*\??$",
    ),
    (
        "trailing",
        rf"§ {ADVERBS}{SAID} (?:about|on|regarding|concerning|of) (?:(?!{HAPPENINGS}\b)[\w¤'’-]+ ){{1,4}}?"
        r"(?:before|after|until|till|prior to) @@\s*\??$",
    ),
    ("label", r"^[\w¤ '’-]{1,60}?,? \(?@@\)?\s*[:–-]"),
    ("placed", rf"\b@@ {INNER}{{0,2}}?{TEXTS}\b|\b{TEXTS} (?:of|on|from|dated) @@|\b{STOOD} (?:[\w-]+ "
               rf"){{0,6}}?(?:on|in) @@"),
    ("maybe", r"(?:\b(?:on|in|during|since) |, ?)@@\s*\??$"),
    ("maybe", r"^(?:on|in|during|since|between) (?:the )?@@,"),
    ("maybe", rf"§['’]s? {INNER}{{0,2}}?{NOUNS}\b.*@@"),
)  # fmt: skip


@lru_cache(maxsize=1)
def _frames() -> tuple[tuple[Use, re.Pattern[str]], ...]:
    return tuple((use, re.compile(pattern, re.IGNORECASE)) for use, pattern in FRAMES)


def use_of(masked: str, speaks: bool) -> Use:
    """The first frame that fits; `speaks` says whether the question asks for somebody's words at all."""
    for use, pattern in _frames():
        if pattern.search(masked):
            return use if use == "said" or speaks else "content"
    return "content"


def mask_date(
    question: str, target: Span, dates: tuple[Span, ...], asked: tuple[Span, ...], others: tuple[Span, ...],
    meetings: tuple[Span, ...],
) -> str:  # fmt: skip
    """The question with the date written @@, other dates ~~, who is asked §, others ¤, meetings ##."""
    marks = [(target, "@@"), *((span, "~~") for span in dates if span != target)]
    marks += (
        [(span, "§") for span in asked]
        + [(span, "¤") for span in others]
        + [(span, "##") for span in meetings]
    )
    text = question
    for span, mark in sorted(marks, key=lambda item: -item[0].start):
        text = text[: span.start] + mark + text[span.end :]
    text = re.sub(r"\bthe\s+(?=[§¤])", "", re.sub(r"\s+", " ", text), flags=re.IGNORECASE).strip()
    return window(text, "@@")
