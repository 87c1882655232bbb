"""Words for those who speak, each once, as `data/parties.tsv` has them: States, members, leaders, people.

In: nothing. Out: the words by their use. One may name the members of a region ("the Baltic states"), be
classed as a party where only the class of a word counts, or be whom a question asks for ("which nations").
"""

from __future__ import annotations

from index.tables import rows_of

_USES = {row["word"]: row["uses"].split() for row in rows_of("rag", "parties.tsv")}
NAMED, PARTY, ASKED = (
    tuple(word for word, uses in _USES.items() if use in uses) for use in ("named", "party", "asked")
)
