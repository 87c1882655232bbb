"""Is this statement the conduct of the meeting rather than a contribution to it?

In: a statement's text and whether the President speaks. Out: yes or no, judged by what is left once the
formulas of the chair are taken away; a national statement by the President is never procedural.
"""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[^.!?]+(?:[.!?]+|$)")
_ABBREVIATION = re.compile(r"\b(Mr|Mrs|Ms|Dr|Messrs|St|No|para|paras|H\.E|Gen)\.(?=\s)")
NATIONAL = re.compile(
    r"\b(?:statement|remarks?|speak|intervention|few words)\b[^.]{0,90}\b(?:in my (?:national )?capacity as|in my national "
    r"capacity|as (?:the )?(?:permanent )?representative of|in my capacity as)",
    re.IGNORECASE,
)
_FORMULAS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:give|giving|gave|given|gives?) (?:back )?the floor\b|\btake the floor\b|\bhas asked for the floor\b",
        r"\bI (?:now )?(?:call on|give the floor|invite)\b|\b(?:next|last|first) speaker\b|\bno (?:more|further) (?:names|speakers)\b",
        r"^\W*(?:on behalf of (?:the|all)[^,]{0,60}, )?I (?:should like to |would like to |wish to |also |now |want to |again |once again |"
        r"very much |sincerely |warmly )*thank\b",
        r"^\W*(?:thank you|the Council (?:will )?(?:now )?(?:is ready|has (?:thus )?concluded|begin|proceed|resume|take))",
        r"\b(?:provisional rules of procedure|rules? (?:37|39)|provisional agenda|agenda (?:is|was|of|for today)|agenda item)\b",
        r"\bmeeting (?:was |is |rose |be )?(?:called to order|adjourned|suspended|resumed?|closed|rose|convened)\b|\bmeeting rose\b",
        r"\b(?:It is so decided|I shall take it that|If I hear no objection|there being no objection)\b",
        r"\b(?:private meeting|informal consultations|closed consultations|consultations of the whole|consideration of the item|"
        r"consideration of the question|inscribed on)\b",
        r"\b(?:put (?:the draft|it|the amendment)[^.]{0,60}to the vote|draft resolution (?:contained|before|submitted)|vote was taken|"
        r"adopted unanimously|received \d+ votes|result of the voting|in favour:?|votes? in favour|before the vote|after the vote|"
        r"has been adopted as resolution|voting procedure|show of ?hands|proceed to the vote)\b",
        r"\b(?:members of the Council|Council members|attention) (?:have before them|is drawn|to (?:the )?document|to the text)\b|"
        r"\bdraw (?:the )?(?:attention|members)|\bhave before them\b|\bbefore the Council\b",
        r"\bresume (?:my|the) functions? as\b|\b(?:limit|confine|restrict|keep) (?:their|your|his|her) (?:statements?|interventions?|"
        r"remarks)\b|\b(?:five|four|three|seven) minutes\b|\bflashing\b|\bcollar of the microphone\b|\btexts? in writing\b|"
        r"\bcondensed version\b|\bmobile phones\b",
        r"\b(?:welcome|warm welcome)\b[^.]{0,200}\b(?:presence|participation|participating|joining|to (?:the|this|today)|table|"
        r"Chamber|Minister|Secretary-General|President|Excellency)\b",
        r"^\W*(?:I (?:now )?(?:invite|request|propose|suggest|remind|wish to (?:inform|remind)|would (?:now )?like to (?:inform|remind|"
        r"make|acknowledge|welcome)|should like to (?:inform|make|extend|draw|express)))\b",
        r"\bon behalf of the Council\b|\bin accordance with (?:rule|the (?:understanding|usual|established|format|practice))\b|"
        r"\bprior consultations\b|\bsound of a gavel\b|\bseats? (?:reserved|at the (?:side|Council))\b|\bat the side of the Council\b",
        r"\bpresidential statement\b|\bstatement by the President\b|\bdocument S/PRST\b|\bissued as (?:a )?document\b",
        r"\bminute of silence\b|\bobserve[^.]{0,20}silence\b|\brise and\b|\brequested? (?:to be invited|to participate)\b|\bextend an invitation\b",
        r"\bI (?:have )?(?:shall|will) (?:now )?(?:make|suspend|adjourn|put|read|resume)\b|\bI have received (?:a )?letters?\b",
        r"\b(?:kind|generous|friendly) (?:words|remarks)\b|\bvideo-?\s?teleconference\b|\bconvened[^.]{0,80}videoconference\b|"
        r"\bhave the honour to refer to\b|\bEnclosed herewith\b|\bthis letter\b|\bwill be issued as\b|\bprocedure set out\b",
        r"\bspeakers? (?:remaining )?(?:inscribed )?on (?:my|the) list\b|\bnames? (?:inscribed )?on the (?:speakers' )?list\b|"
        r"\bfurther statement\b|\bresponse to (?:the )?(?:comments|questions)\b|\bto respond to\b|\banswer (?:the )?questions\b",
        r"^\W*(?:it is (?:a|my|an) (?:great )?(?:honou?r|pleasure|privilege)|on behalf of|at this meeting|today'?s? (?:briefing|meeting))",
    )
)
_LETTER = re.compile(
    r"^\W*(?:I have the honour to (?:refer|enclose|transmit)\b[^.]{0,120}(?:teleconference|videoconference|statements|briefings)"
    r"|The Security Council held (?:a|an open) (?:video|virtual))",
    re.IGNORECASE,
)
MOST_SUBSTANCE = 45


def is_procedural(text: str, is_president: bool) -> bool:
    """The chair's conduct of the meeting, or the letter that heads a compilation of statements."""
    if _LETTER.match(text):
        return True
    if not is_president or speaks_nationally(text):
        return False
    words = _substance(text)
    return words <= MOST_SUBSTANCE or words <= 0.35 * len(text.split())


def speaks_nationally(text: str) -> bool:
    """Does the President make a statement for the State the President represents?"""
    match = NATIONAL.search(text)
    return match is not None and len(text) - match.end() > 400


def _substance(text: str) -> int:
    """Words in sentences that hold no formula of the chair."""
    safe = _ABBREVIATION.sub(lambda m: m.group()[:-1], text)
    return sum(
        len(sentence.split())
        for sentence in _SENTENCE.findall(safe)
        if not any(formula.search(sentence) for formula in _FORMULAS)
    )
