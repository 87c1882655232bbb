"""The loss by which the reader is taught is least where it agrees with its teacher."""

from __future__ import annotations

import pytest
import torch

from rag.evaluation.reader.examples import Shares
from rag.evaluation.reader.training import Known, loss_of

pytestmark = pytest.mark.model
SHARES: Shares = (0.7, 0.1, 0.2)


def known(shares: Shares) -> Known:
    open_flags = torch.ones(1, 3, dtype=torch.bool)
    return Known(
        open_flags,
        torch.ones(1),
        open_flags,
        torch.zeros(0, dtype=torch.long),
        torch.tensor([shares]),
        torch.tensor([shares]),
    )


def test_the_loss_is_least_where_the_reader_thinks_as_its_teacher() -> None:
    def loss(shares: Shares) -> float:
        logits = torch.log(torch.tensor([shares]))
        return float(loss_of(logits, logits, known(SHARES), slice(1, 2)))

    agreed = loss(SHARES)
    assert all(
        loss(other) > agreed + 0.01 for other in ((0.1, 0.7, 0.2), (0.34, 0.33, 0.33), (0.9, 0.05, 0.05))
    )


def test_without_a_teacher_nothing_is_learnt_from_an_open_row() -> None:
    logits = torch.tensor([[2.0, -1.0, 0.3]])
    assert float(loss_of(logits, logits, known((0.0, 0.0, 0.0)), slice(1, 2))) == 0.0
