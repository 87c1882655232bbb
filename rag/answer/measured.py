"""What speaks for a sentence, as figures of the models in `data/answering.tsv`.

In: what was measured of a sentence, and what the reader says of it. Out: frozen figures, named as in the
table.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from rag.reader.reading import Read, log_odds


@dataclass(frozen=True, slots=True)
class Figures:
    """What speaks for a sentence, its passage's header counting as part of it.

    `late`: agreement with the question's tokens; `focus`: with its words by rarity; `names`: with the name it
    supports least; `words`: share of the rarity of the question's words it holds; `around`: the same with
    both neighbours; `lacking`: share of the rarest word that neither holds; `phrase`: share of the
    neighbouring words of the question that are neighbours in it too; `..._behind`: by how much the best
    sentence of all is better; `score`, `dense`: of its passage; `score_behind`; `length`: logarithm of its
    words.
    """

    late: float
    focus: float
    names: float
    words: float
    around: float
    lacking: float
    phrase: float
    late_behind: float
    focus_behind: float
    around_behind: float
    score: float
    score_behind: float
    dense: float
    length: float


@dataclass(frozen=True, slots=True)
class ReadFigures:
    """What the reader adds, as log odds: that the sentence answers, or says otherwise, that its passage
    answers, and by how much another sentence of the passage answers better."""

    answers: float
    otherwise: float
    whole: float
    answers_behind: float


UNREAD_NAMES = tuple(field.name for field in fields(Figures))
READ_NAMES = (*UNREAD_NAMES, *(field.name for field in fields(ReadFigures)))


def read_figures(read: Read | None, at: int) -> ReadFigures | None:
    if read is None:
        return None
    answers = [log_odds(one.answers) for one in read.sentences]
    return ReadFigures(
        answers=answers[at],
        otherwise=log_odds(read.sentences[at].otherwise),
        whole=log_odds(read.whole.answers),
        answers_behind=max(answers) - answers[at],
    )
