"""`python -m api.keep_graphs` prepares once what every start would otherwise prepare anew: the graphs of the
packaged model's encoders, and which way of running it is the faster here. For set-up; without it answers are
the same, and each start takes a little longer.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from index.embedding.choice import fastest
from index.embedding.packaged import PackagedEmbedder
from rag.question.network import QuestionNetwork
from rag.reader.trained import WEIGHTS, PackagedBase


def keep_graphs() -> None:
    PackagedEmbedder(fastest()).keep()
    PackagedBase(Path(str(files("rag") / "data" / WEIGHTS))).keep()
    QuestionNetwork().keep()


if __name__ == "__main__":
    keep_graphs()
