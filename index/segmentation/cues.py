"""The words by which speakers mark the parts of a statement: one table of cues, each a pattern and how far
into the sentence it is looked for.

In: the text of a sentence. Out: which cues it shows. A sentence may show no cue at all.
Sources: the gold points, and Council and General Assembly statements read for the purpose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.process.deadline import look

_ORDINAL = (
    r"(?:first(?:ly)?(?: of all| and foremost)?|second(?:ly)?|third(?:ly)?|fourth(?:ly)?|fifth(?:ly)?"
    r"|sixth(?:ly)?|seventh(?:ly)?|eighth(?:ly)?|ninth(?:ly)?|tenth(?:ly)?|last(?:ly)?(?: but not least)?"
    r"|final(?:ly)?)"
)
_ITEM_NOUN = (
    r"(?:points?|proposals?|issues?|elements?|priority|areas?|messages?|observations?|aspects?|principles?"
    r"|questions?|comments?|themes?|topics?|challenges?|recommendations?|steps?|tasks?|things?|lessons?"
    r"|remarks?|pillars?|ideas?|concerns?|suggestions?|relates|involves|is|has to do)"
)
_COUNT = r"(?:following|few|several|some|two|three|four|five|six|seven|number of|couple of)"
_ANNOUNCED = (
    r"(?:points?|observations?|proposals?|issues?|elements?|remarks?|comments?|priorities|areas|messages"
    r"|aspects|principles|positions?|suggestions?|recommendations?|considerations|questions|themes|factors"
    r"|reasons|steps|tracks|pillars|lessons|challenges|ideas)"
)
_WHOLE = 10_000  # characters: the whole sentence
_MOST = 240  # its better part
_NEAR, _HEAD = 90, 45  # its first words
_MARK = r"(?:(?:\(?(?:\d{1,2}|[a-h]|[ivx]{1,4})[.)]|[•*–—-])\s+)"


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern looked for in the first `reach` characters of a sentence; `at_start` anchors it there.

    One that may stand anywhere is written in small letters and looked for in the sentence made so: half the
    time of ignoring case.
    """

    name: str
    pattern: re.Pattern[str]
    reach: int
    at_start: bool = True

    def shown(self, sentence: str, small: str | None = None) -> bool:
        """`small` is the sentence in small letters, where that is known already."""
        if self.at_start:
            return self.pattern.match(sentence, 0, self.reach) is not None
        small = sentence.lower() if small is None else small
        return self.pattern.search(small, 0, self.reach) is not None


def _cue(name: str, pattern: str, reach: int = 80, at_start: bool = True) -> Cue:
    return Cue(name, re.compile(pattern, re.IGNORECASE if at_start else 0), reach, at_start)


ITEM = _cue(
    "item",
    rf"{_MARK}|(?:and |but )?(?:(?:the|my|our|a|as a|as the) )?{_ORDINAL}(?: and {_ORDINAL})?"
    rf"(?:,|\s+(?:central |main |key |and last |and final )?{_ITEM_NOUN}\b"
    r"|\s+(?:we|i|there|it|the|with|on|in|as|let)\b)"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|ten), ",
)
ANNOUNCES = _cue(
    "announces",
    rf"\b{_COUNT}\b[^.]{{0,40}}\b{_ANNOUNCED}\b[^.]{{0,40}}\.?\Z|:\Z|\bthe following\.\Z",
    _WHOLE,
    False,
)
CONCLUDES = _cue(
    "concludes",
    r"(?:in conclusion|to conclude|in closing|to sum up|in summary|let me (?:conclude|close|end)"
    r"|allow me to (?:conclude|close)|i (?:would|will|shall|wish to|should)?\s?(?:like to )?"
    r"(?:conclude|close|end) (?:by|with|my)?|before (?:concluding|i conclude|closing))",
)
CONCLUDES_FROM = _cue(
    "concludes from",
    r"(?:therefore|thus|hence|accordingly|consequently|as a result|for (?:this|that|these|those) reasons?"
    r"|(?:that|this) is why|because)\b|.{0,50}\btherefore\b",
)
PLEDGES = _cue(
    "pledges",
    r"\b(?:stands? ready|readiness|reiterates? (?:its|our|my) (?:\w+ )?(?:commitment|readiness|support)"
    r"|will continue to (?:support|stand|work|contribute)"
    r"|remains? (?:fully |firmly )?committed|assure|thank)\b",
    _MOST,
    False,
)
COURTESY_VERB = re.compile(
    r"\b(?:thank(?:s|ed|ing|ful)?|congratulat\w*|grateful|gratitude|appreciat\w+|welcom\w+|commend\w*"
    r"|applaud\w*|wish\w*|express\w*|align\w*|associat\w+|pleas\w+|honou?r\w*|privilege\w*|tribute"
    r"|condolences|salute\w*|join\w*|delighted)\b",
)
COURTESY_OBJECT = re.compile(
    r"\b(?:brief\w*|presiden\w+|chair\w*|conven\w+|organi[sz]\w+|your|you|meeting|debate|colleague\w*"
    r"|ambassador|minister|statement|remarks|participation|presence|present\w*|initiative|mr|mrs|ms"
    r"|excellency|special (?:envoy|representative|coordinator|adviser)|secretary-general|delegation|month"
    r"|success|opportunity|insight\w*|contribution\w*|inviting|families|victims|her|him)\b",
)
_THANKS = re.compile(r"\b(?:thank(?:s|ed|ing)?|congratulat\w*|gratitude|grateful)\b")
_OWING = re.compile(r"(?:^|[,;—–] ?)(?:\w+ )?thanks to\b")
"""Words such as "Thanks to the mission, ..." give a cause; they thank nobody."""
_SPEAKER = re.compile(
    r"(?:at the outset|first|allow|let|i|we|my|our|it is|may|on behalf|mr|madam|sir|also|the \w+|[A-Z]\w+)\b",
    re.IGNORECASE,
)

CUES: Sequence[Cue] = (
    ITEM,
    ANNOUNCES,
    CONCLUDES,
    _cue(
        "continues",
        r"(?:however|moreover|furthermore|in addition|additionally|therefore|thus|hence|accordingly"
        r"|consequently|as a result|for example|for instance|in particular|in fact|indeed|similarly|likewise"
        r"|nevertheless|nonetheless|at the same time|in other words|such|this|that|these|those|it|they|he|she"
        r"|its|their|his|her|and|but|or|nor|so|yet|otherwise|instead|rather|to (?:that|this) end"
        r"|in (?:that|this) (?:regard|context|respect|connection|spirit|sense|way)"
        r"|for (?:that|this|those|these) reasons?|the latter|the former|again|meanwhile|only|even|then)\b",
    ),
    _cue(
        "stance",
        r"(?:we|i|my (?:delegation|country|government)|our (?:delegations?|country)"
        r"|the (?:government|delegation) of \w+|(?-i:[A-Z])\w+(?: \w+)?)"
        r"(?: also| further| fully| strongly| firmly| deeply| particularly)?"
        r"(?: would (?:also )?like to| wish(?:es)? to)?(?: also)? "
        r"(?:welcome|support|call|condemn|urge|reiterate|stress|emphasi[sz]e|underscore|underline|believe"
        r"|commend|encourage|express|recogni[sz]e|note|reaffirm|remain|regret|share|attach|highlight"
        r"|touch|refer|appeal|affirm|consider|deplore|reject|salute|pay tribute|take note)(?:e?s)?\b",
    ),
    _cue(
        "demands",
        r"\b(?:must|should|shall|need(?:s|ed)? to|ought|ha(?:ve|s) to|call(?:s|ed)? (?:on|upon|for)|urge[sd]?"
        r"|appeal(?:s|ed)? (?:to|for)|demand(?:s|ed)?|encourage[sd]?|request(?:s|ed)?|essential|crucial"
        r"|vital|imperative|necessary|important)\b",
        _MOST,
        False,
    ),
    _cue(
        "looks ahead",
        r"\b(?:will|hopes?|look(?:s|ing)? forward|ready|committed|readiness)\b",
        _MOST,
        False,
    ),
    _cue("looks back", r"\b(?:was|were|had|ha(?:s|ve) been|\w+ed)\b", _MOST, False),
    _cue(
        "points back",
        r"\b(?:this|that|these|those|such|same|its?|they|their|them|he|she|his|her)\b",
        45,
        False,
    ),
    _cue(
        "adds",
        r"\b(?:also|too|likewise|similarly|further|furthermore|moreover|equally|besides|again)\b",
        40,
        False,
    ),
    _cue(
        "contrasts",
        r"(?:but|however|yet|nevertheless|nonetheless|despite|while|although|though|at the same time"
        r"|on the other hand|still|unfortunately|regrettably|sadly)\b",
    ),
    CONCLUDES_FROM,
    _cue(
        "illustrates",
        r"(?:for (?:example|instance)|in particular|specifically|indeed|in fact|notably|namely"
        r"|in \d{4}|on \d{1,2}|last|yesterday|today)\b",
    ),
    _cue(
        "turns to",
        r"(?:with regard to|as (?:for|to|regards)|regarding|concerning|with respect to|when it comes to"
        r"|(?:turning|moving) (?:now |on )?to|on the (?:\w+ )?(?:issue|question|subject|matter|topic|front"
        r"|situation|political|humanitarian|security)"
        r"|let me (?:now |also )?(?:turn|touch|refer|address|say|make|mention)"
        r"|i (?:would like|wish|should like|want|will|shall|now)? ?(?:to )?(?:now |also )?"
        r"(?:turn|touch|refer|address|highlight|draw|raise|stress|underline|emphasi[sz]e|say|mention"
        r"|come back|return)"
        r"|another|a (?:final|further|second|third)|one (?:final|last|more)|going forward|looking ahead)\b",
    ),
    PLEDGES,
    _cue("determiner", r"(?:the|an?|all|any|every|no|some|many|each)\b"),
    _cue("first person", r"\b(?:we|our|i|my|us)\b", 25, False),
    _cue("question", r"\?", _WHOLE, False),
    _cue("quotation", r"[\"“«]", 1),
    _cue("leads in", r"[:,]\Z", _WHOLE, False),
    _cue("number", r"\d", 80, False),
    _cue("clauses", r";", _WHOLE, False),
)  # fmt: skip


def cues_shown(sentence: str) -> list[bool]:
    """For each of CUES in order whether the sentence shows it."""
    look()
    small = sentence.lower()
    return [cue.shown(sentence, small) for cue in CUES]


def spoken(sentence: str) -> str:
    """The sentence as spoken: OCR reads the word `I` as `1`, `l` or `|`."""
    return "I " + sentence[2:] if sentence[:2] in ("1 ", "l ", "| ") else sentence


def is_courtesy(sentence: str) -> bool:
    """Thanks, congratulations, condolences, alignment with a group: addressed to people, at the start."""
    said = sentence.lower()
    if _thanks(said):
        return True
    return bool(
        _SPEAKER.match(sentence)
        and COURTESY_VERB.search(said, 0, _NEAR)
        and COURTESY_OBJECT.search(said, 0, 2 * _NEAR)
    )


def is_thanks(sentence: str) -> bool:
    """A courtesy that thanks or congratulates. Those that welcome, support or regret also express a view."""
    said = spoken(sentence).lower()
    return _thanks(said) and _thanks(_OWING.sub(" ", said))


def _thanks(said: str) -> bool:
    if _THANKS.search(said, 0, _HEAD):
        return True
    return bool(_THANKS.search(said, 0, 2 * _NEAR) and COURTESY_OBJECT.search(said))


def opens_item(sentence: str) -> bool:
    """`First, ...`, `Secondly, ...`, `My third point ...`, `Finally, ...`."""
    return ITEM.shown(sentence)


def concludes(sentence: str) -> bool:
    """`In conclusion, ...`."""
    return CONCLUDES.shown(sentence)


def pledges(sentence: str) -> bool:
    """`My delegation stands ready to work with ...`."""
    return PLEDGES.shown(sentence)
