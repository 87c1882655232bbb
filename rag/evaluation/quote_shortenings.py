"""Fair shortenings of true quotations: what they leave out or put in brackets turns nothing.

In: sentences of the record and a source of chance. Out: changed sentences by kind, for `quote_mutations` to
make `Mutant`s of.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from rag.evaluation.quote_cuts import Change, count_words, one_match, opening_changed, some_mark

_ASIDE = re.compile(
    r", (?:which|who|including|in particular|such as|especially|as well as|in line with|together with"
    r"|like|through|in accordance with|under|with|for example|particularly|of course|in our view|therefore"
    r"|however|too)\b"
    r"[^,;:.]{0,90},(?!\d)"
)


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


def drop_opening(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """ "Mr. President, ...", "In this regard, ..." left out."""
    found = re.match(r"[A-Z][^,;:]{3,60}, (?=(?:we|the|it|there|I|this|our|my|[A-Z][a-z]+) )", sentence)
    rest = sentence[found.end() :] if found else ""
    if found is None or _TURNING.search(found.group()) or sentence.endswith("?") or count_words(rest) < 6:
        return None
    return opening_changed(rest, rng)


def omit_aside(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """A clause between two commas left out and marked."""
    found = one_match(_ASIDE, sentence, rng)
    if found is None or _TURNING.search(found.group()):
        return None
    return f"{sentence[: found.start()]} {some_mark(rng)}{sentence[found.end() :]}"


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
    return rng.choice([half for half in (first, second) if count_words(half) >= 6] or [None])


def cut_tail(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    """A relative clause, a list of examples or an adjunct behind a comma left out at the end."""
    found = re.search(
        r", (?:including|such as|which|as well as|in particular|especially|in line with"
        r"|in accordance with|as called for)\b",
        sentence,
    )
    if (
        found is None
        or _TURNING.search(sentence[found.start() :])
        or count_words(sentence[: found.start()]) < 6
    ):
        return None
    return sentence[: found.start()] + rng.choice(("", ".", " …"))


def resolve_pronoun(sentence: str, rng: random.Random, _: Sequence[str]) -> str | None:
    found = one_match(re.compile(r"\b(?:they|it|he|she)\b"), sentence, rng)
    if found is None or count_words(sentence[: found.start()]) < 3:
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
    found = one_match(
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
    return opening_changed(sentence[found.end() :], rng) if found and count_words(sentence) > 10 else None


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
