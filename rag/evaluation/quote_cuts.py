"""True quotations spoilt by omission, cutting and brackets, and fair shortenings of the same sentences.

In: sentences of the record and a source of chance. Out: changed sentences by kind, for `quote_mutations` to
make `Mutant`s of. The patterns are the mutator's own, not the check's tables: what the check does not know
of, it must fail here.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

Change = Callable[[str, random.Random, Sequence[str]], str | None]
_AUX = r"(?:is|are|was|were|do|does|did|has|have|had|will|would|shall|should|must|can|could)"
_MARKS = ("[…]", "[...]", "…", "...", "(...)", ". . .")
_NOT = re.compile(
    rf"\b(?P<aux>{_AUX}) (?:not|never)(?! (?:only|merely|just|simply|solely|least|surpris))"
    r"(?: \w+ly)? (?=\w)",
    re.I,
)
_ONLY = (
    r"(?! (?:only|merely|just|simply|least|surprising|a few|doubt|question|secret|surprise|coincidence|less"
    r"|more|accident|matter|one but))"
)
_NO = re.compile(rf"\b(?:No|no|none of|nobody|Nobody|neither|Neither|Nothing|nothing){_ONLY} (?=\w)")
_REFUSAL = re.compile(
    r"\b(?P<verb>(?:refus|declin)(?:e|es|ed|ing)|fail(?:s|ed|ing)?|refus(?:al)|failure|inability|unable|unwilling"
    r"|(?:ceased?|ceasing)|neglect(?:s|ed)?) to (?=\w)"
)
_IF_FIRST = re.compile(
    r"\A(?:If|Unless|Were it|Should|Until|Only if) (?!I may|necessary|possible)[^,]{15,160}, (?=(?:we"
    r"|the|it|there|they|I|this|our) )"
)
_IF_LAST = re.compile(
    r",? (?:unless|only if|if|until|provided that|on condition that|as long as) (?!not\b|any\b"
    r"|necessary|possible|needed|now\b|then\b|recently|you\b|I may|so\b)"
)
_REPORT = re.compile(
    r"\b(?:(?:do|does|did|cannot|not) (?:not )?(?:believe|think|agree|accept|say|mean|consider) that"
    r"|it is not (?:true|the case|clear|certain) that"
    r"|(?:claims?|claimed|alleged|alleges|alleging) that|(?:some|those who|others|many) (?:\w+ "
    r"){0,3}(?:say|claim|argue|believe|suggest) that"
    r"|we (?:also )?hope that|the (?:claim|idea|notion|suggestion|allegation|argument|risk"
    r"|possibility) that) (?=\w)",
    re.I,
)
_MODAL = re.compile(
    r" (?:may|might|could|would)(?: have)?(?: well)? (?=\w)(?!(?:\w+ )?(?:like|wish|recall)\b)"
)
_ASIDE = re.compile(
    r", (?:which|who|including|in particular|such as|especially|as well as|in line with|together with"
    r"|like|through|in accordance with|under|with|for example|particularly|of course|in our view|therefore"
    r"|however|too)\b"
    r"[^,;:.]{0,90},(?!\d)"
)
_NUMBER = re.compile(r"(?<![\w/.,()-])\d{1,4}(?![\w/.,()-])")
_VERB = re.compile(
    r"\b(?:supports?|condemns?|welcomes?|calls?|rejects?|urges?|believes?|endorses?|demands?|expresses|remains|reiterates?|commends?|opposes?|encourages?)\b"
)
_OTHER_VERBS = ("opposes", "ignores", "doubts", "abandons", "regrets", "forbids", "praises", "resists")
_NAME = re.compile(
    r"\b(?:Syria|Iraq|Israel|Libya|Yemen|Mali|Somalia|Ukraine|Russia|Iran|Sudan|Germany|France|Haiti|Afghanistan|"
    r"Lebanon|Burundi|Angola|Kosovo|Rwanda|Cyprus|Turkey|Kuwait|Africa|Europe|Asia|Tunisia|Indonesia|Kenya)\b"
)
_OTHER_NAMES = ("Norway", "Peru", "Malta", "Chile", "Fiji", "Bhutan", "Gabon", "Oman")
_MONTH = re.compile(
    r"\b(?:January|February|March|April|June|July|August|September|October|November|December)\b|\b(?:19|20)\d\d\b(?![/)])"
)
_MODALS = re.compile(r"\b(?:must|will|should|can|may|could|shall)\b")
_TURNING = re.compile(
    r"\b(?:not|n['’]t|cannot|never|no|none|nothing|nobody|neither|nor|without|hardly|rarely|few|little|if|unless|until|may|might|"
    r"could|would|should|only|must|refus\w*|fail\w*|declin\w*|reject\w*|den(?:y|ied|ies)|claim\w*|alleg\w*|perhaps|possibly|"
    r"hop(?:e|es|ed|ing)|provided|once|except|before|whether|doubt\w*|oppos\w*|as long|apparently"
    r"|wrong|because|so that|"
    r"so-called|far from|instead|rather|unable|yet|prevent\w*|stop\w*|avoid\w*|almost|nearly|try"
    r"|tries|tried|attempt\w*|want\w*|"
    r"wish\w*|seem\w*|fear\w*|less|unacceptable|impossible|suppos\w*|think\w*|believ\w*|sa(?:y|id|ys)|argu\w*|against)\b|\w+n['’]t\b",
    re.I,
)  # fmt: skip


def _words(text: str) -> int:
    return len(text.split())


def _mark(rng: random.Random) -> str:
    return rng.choice(_MARKS)


def _one(pattern: re.Pattern[str], sentence: str, rng: random.Random) -> re.Match[str] | None:
    return rng.choice(list(pattern.finditer(sentence)) or [None])


def _clause(text: str) -> str:
    """Up to the end of the clause."""
    return re.split(r"[,;:–—]| - | and | but ", text)[0].strip(" .")


def _capital(text: str, rng: random.Random) -> str:
    return rng.choice((text, text[:1].upper() + text[1:], f"[{text[:1].upper()}]{text[1:]}"))


def swallow_not(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    found = _one(_NOT, sentence, rng)
    return found and f"{sentence[: found.end('aux')]} {_mark(rng)} {sentence[found.end() :]}"


def cut_behind_not(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    found = _one(_NOT, sentence, rng)
    rest = _clause(sentence[found.end() :]) if found else ""
    return rest if _words(rest) >= 4 else None


def cut_behind_no(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    found = _one(_NO, sentence, rng)
    rest = _clause(sentence[found.end() :]) if found else ""
    return rest if _words(rest) >= 4 else None


def hide_refusal(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    found = _one(_REFUSAL, sentence, rng)
    if found is None or re.search(
        r"\b(?:not|never|cannot|no|without)\b", sentence[max(0, found.start() - 25) : found.start()]
    ):
        return None
    before, rest = sentence[: found.start()], sentence[found.end() :]
    if rng.random() < 0.5 and _words(before) >= 2:
        return f"{before}{_mark(rng)} {rest}"
    rest = _clause(rest)
    return rest if _words(rest) >= 4 else None


def drop_condition(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    first = _IF_FIRST.match(sentence)
    if first and _words(sentence[first.end() :]) >= 5:
        return _capital(sentence[first.end() :], rng)
    last = _one(_IF_LAST, sentence, rng)
    kept = (
        re.split(r"[,;:]| and | but | that | which | who | because | as ", sentence[: last.start()])[-1]
        if last
        else ""
    )
    return kept.strip() if kept and kept == sentence[: len(kept)] and _words(kept) >= 5 else None


def drop_report(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    found = _one(_REPORT, sentence, rng)
    rest = sentence[found.end() :] if found else ""
    return _capital(rest, rng) if _words(rest) >= 5 else None


def swallow_modal(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    found = _one(_MODAL, sentence, rng)
    return found and f"{sentence[: found.start()]} {_mark(rng)} {sentence[found.end() :]}"


def bracket_of(pattern: re.Pattern[str], others: Sequence[str]) -> Change:
    """A word of the pattern's kind with another of them in brackets."""

    def change(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
        found = _one(pattern, sentence, rng)
        other = rng.choice(others) if others else str(rng.randrange(11, 9000))
        if found is None or other.casefold()[:3] == found.group().casefold()[:3]:
            return None
        return f"{sentence[: found.start()]}[{other}]{sentence[found.end() :]}"

    return change


def bracket_not(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    found = _one(re.compile(rf"\b{_AUX}\b"), sentence, rng)
    negation = rng.choice(("[not]", "[never]", "[hardly]"))
    return found and f"{sentence[: found.end()]} {negation}{sentence[found.end() :]}"


def drop_opening(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """ "Mr. President, ...", "In this regard, ..." left out."""
    found = re.match(r"[A-Z][^,;:]{3,60}, (?=(?:we|the|it|there|I|this|our|my|[A-Z][a-z]+) )", sentence)
    rest = sentence[found.end() :] if found else ""
    if found is None or _TURNING.search(found.group()) or sentence.endswith("?") or _words(rest) < 6:
        return None
    return _capital(rest, rng)


def omit_aside(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """A clause between two commas left out and marked."""
    found = _one(_ASIDE, sentence, rng)
    if found is None or _TURNING.search(found.group()):
        return None
    return f"{sentence[: found.start()]} {_mark(rng)}{sentence[found.end() :]}"


def one_of_two(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """One of two main clauses, whatever the other says."""
    found = re.search(
        r"(?:, and|;|, but) (?=(?:we|I|it is|there is|the \w+ (?:is|are|has|have|must|will)) )", sentence
    )
    if (
        found is None
        or sentence.endswith("?")
        or re.match(r"(?:If|Unless|When|While|As|Although|Should|Until|Once|Had|Were|That|It is)\b", sentence)
    ):
        return None
    first, second = sentence[: found.start()], sentence[found.end() :]
    if re.search(r"\b(?:that|if|unless|whether|how|why|until|when|say|claim|says)\b", first) or re.search(
        r"\b(?:if|unless|until|only|provided|once)\b", second
    ):
        return None
    return rng.choice([half for half in (first, second) if _words(half) >= 6] or [None])


def cut_tail(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """A relative clause, a list of examples or an adjunct behind a comma left out at the end."""
    found = re.search(
        r", (?:including|such as|which|as well as|in particular|especially|in line with|in accordance "
        r"with|as called for)\b",
        sentence,
    )
    if found is None or _TURNING.search(sentence[found.start() :]) or _words(sentence[: found.start()]) < 6:
        return None
    return sentence[: found.start()] + rng.choice(("", ".", " …"))


def resolve_pronoun(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    found = _one(re.compile(r"\b(?:they|it|he|she)\b"), sentence, rng)
    if found is None or _words(sentence[: found.start()]) < 3:
        return None
    names = (
        "the Council",
        "the Security Council",
        "the Mission",
        "the parties",
        "the Secretary-General",
        "the people",
    )
    return f"{sentence[: found.start()]}[{rng.choice(names)}]{sentence[found.end() :]}"


def remark(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    words = sentence.split()
    at = rng.randrange(3, len(words))
    note = rng.choice(("[sic]", "[emphasis added]", "[emphasis in original]", "[Sic.]", "[italics mine]"))
    return " ".join([*words[:at], note, *words[at:]])


def other_ending(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    found = _one(
        re.compile(r"\b(support|condemn|welcom|commend|remain|call|demand|express)(s|es|e|ed|ing)\b"),
        sentence,
        rng,
    )
    return (
        found
        and f"{sentence[: found.start()]}{found[1]}[{rng.choice(('ed', 'ing'))}]{sentence[found.end() :]}"
    )


def behind_opinion(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """ "We believe that ..." left out: the speaker says it all the same."""
    found = re.match(
        r"(?:We|I|My delegation) (?:also |firmly |strongly )?(?:believes?|considers?|reiterates?"
        r"|stress|emphasize|note|recognize|know)s? that ",
        sentence,
    )
    return _capital(sentence[found.end() :], rng) if found and _words(sentence) > 10 else None


TURNED: dict[str, Change] = {
    "negation swallowed": swallow_not,
    "cut behind not": cut_behind_not,
    "cut behind no": cut_behind_no,
    "refusal hidden": hide_refusal,
    "condition dropped": drop_condition,
    "report dropped": drop_report,
    "modality swallowed": swallow_modal,
    "number in brackets": bracket_of(_NUMBER, ()),
    "verb in brackets": bracket_of(_VERB, _OTHER_VERBS),
    "name in brackets": bracket_of(_NAME, _OTHER_NAMES),
    "date in brackets": bracket_of(_MONTH, ("May", "1873", "2031")),
    "modality in brackets": bracket_of(_MODALS, ("might", "need not", "would", "ought to")),
    "not in brackets": bracket_not,
}
SHORTENED: dict[str, Change] = {
    "opening dropped": drop_opening,
    "aside omitted": omit_aside,
    "one clause of two": one_of_two,
    "tail cut": cut_tail,
    "opinion dropped": behind_opinion,
    "pronoun resolved": resolve_pronoun,
    "remark in brackets": remark,
    "ending in brackets": other_ending,
}
