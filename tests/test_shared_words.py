"""Words that quotations of a briefing share: each run once, with all who use it."""

from __future__ import annotations

import numpy as np

from index.model import Delegation, Span
from rag.briefing.brief import Said
from rag.briefing.pairs import Own, joint
from rag.citation.cite import cite
from tests.drafts import a_statement

RUN = "every harbour of the southern coast must be open to fishing boats"


def said(code: str, words: str) -> Own:
    """A quotation of this delegation."""
    statement = a_statement(code, words, delegation=Delegation(code, code.title()))
    return Own(Said(cite(statement, Span(0, len(words)))), np.zeros(4, np.float32), words)


def test_a_run_stands_once_with_all_who_use_it() -> None:
    """However many pairs they are; a run inside a longer one of the same is not told again."""
    quoted = [said(code, f"{code.title()} holds that {RUN}.") for code in ("aaa", "bbb", "ccc", "ddd")]
    (one,) = joint(quoted, "fishing")
    assert [citation.statement.id for citation in one.citations] == ["aaa", "bbb", "ccc", "ddd"]
    assert RUN in one.run


def test_a_shorter_run_is_told_where_more_use_it() -> None:
    longer = f"{RUN} in summer and in winter alike"
    quoted = [said("aaa", longer), said("bbb", longer), said("ccc", f"{RUN}.")]
    found = [(len(one.citations), one.run) for one in joint(quoted, "fishing")]
    assert found == [(3, RUN), (2, longer)]


def test_one_delegation_shares_nothing_with_itself() -> None:
    assert not list(joint([said("aaa", RUN), said("aaa", RUN)], "fishing"))
