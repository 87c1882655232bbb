"""`python -m api.keep_graphs` works out once what every start would else work out anew: the graphs of the
packaged model's encoders. For set-up; without it everything answers the same, each start a little later.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from index.embedding.packaged import PackagedEmbedder
from rag.question.network import QuestionNetwork
from rag.reader.trained import WEIGHTS, PackagedBase


def keep_graphs() -> None:
    PackagedEmbedder().keep()
    PackagedBase(Path(str(files("rag") / "data" / WEIGHTS))).keep()
    QuestionNetwork().keep()


if __name__ == "__main__":
    keep_graphs()
