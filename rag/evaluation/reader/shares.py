"""How much of each set a round of the teacher draws, by its name in `rounds.py`; what is not named is drawn
whole.

In: nothing. Out: a table for each round, found so that a round takes less than an hour on two cores and what
was taught before is not forgotten.
"""

from __future__ import annotations

SIDES = {
    "public": 0.6,
    "judged": 0.5,
    "objects": 0.25,
    "objects asked": 0.05,
    "attitudes": 0.25,
    "attitudes asked": 0.05,
    "claims asked": 0.15,
}
"""Shares of what there is most of, so that the first round takes half an hour on two cores."""
ANSWERS = {
    "squad": 1.0,
    "claims": 0.4,
    "objects": 0.8,
    "attitudes": 0.7,
    "topics": 0.5,
    "objects asked": 0.08,
    "attitudes asked": 0.08,
}
"""The same of the second round, an hour on two busy cores."""
FOLLOWS = {
    "questions": 0.25,
    "claims": 0.25,
    "judged": 0.3,
    "objects": 0.3,
    "attitudes": 0.2,
    "following asked": 0.2,
    "objects asked": 0.02,
}
"""Of the third round: enough of the rest that nothing is forgotten."""
SAYS = {
    "said": 0.4,
    "claimed": 0.5,
    "questions": 0.15,
    "claims": 0.2,
    "judged": 0.15,
    "beside": 0.3,
    "objects": 0.15,
    "attitudes": 0.1,
    "following": 0.4,
    "mentions": 0.08,
}
"""The same of the fourth round; of what is said, the share of sentences that neither say nor deny it."""
AS_PUT = 0.5
"""Share of that round's questions that are put to a sentence: does its speaker say so?"""
EVERYDAY = {
    "said": 0.3,
    "mentioned": 0.5,
    "said before": 0.35,
    "claimed": 0.4,
    "questions": 0.35,
    "claims": 0.25,
    "judged": 0.3,
    "beside": 0.5,
    "objects": 0.15,
    "attitudes": 0.1,
    "following": 0.4,
    "mentions": 0.06,
}
"""The same of the fifth; of what is said before, the share of questions' groups."""
MENTIONS = {
    "said": 0.35,
    "mentioned": 0.45,
    "alone before": 0.35,
    "said before": 0.12,
    "claimed": 0.3,
    "questions": 0.15,
    "claims": 0.15,
    "judged": 0.12,
    "beside": 0.2,
    "objects": 0.08,
    "attitudes": 0.06,
    "following": 0.15,
    "mentions": 0.05,
}
"""The same of the sixth."""
