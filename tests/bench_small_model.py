"""A real small model held to the record: `python -m tests.bench_small_model`.

SmolLM2 with 135 million parameters (`tests/small_model.py`) answers questions about the sample; every
sentence is printed with what became of it, checked by every check, the embedder and the reader included.
Needs the optional group `small-model`, and minutes on a slow core.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from api import wiring
from api.settings import Settings
from index.embedding.packaged import PackagedEmbedder
from index.model import Filters
from rag.generation.chat import WrittenAnswer
from rag.generation.endpoint import ChatEndpoint
from rag.generation.reading import reading_by
from rag.generation.replies import Patience
from rag.question.network import QuestionNetwork
from rag.question.reader import QuestionReader
from rag.reader.careful import packaged_reader
from rag.service import OnRecord
from tests.small_model import missing, small_model

SEEDS = Path(__file__).parent.parent / "seeds"
PATIENCE = Patience(first=600, idle=300, total=1200)
FEW = 3
"""Passages that the model is shown: more take a slow core minutes to read."""
QUESTIONS = (
    "What does Kazakhstan say about unarmed civilian protection?",
    "What did Estonia say about attacks on hospitals?",
    "What did Viet Nam say about children in armed conflict?",
    "What did Switzerland say about international humanitarian law?",
    "What did Germany say about climate change?",
    "What did Ukraine say about civilians in Donbas?",
    "What did the United Kingdom say about sexual exploitation and abuse?",
    "What did Senegal say about zero tolerance?",
    "What did Egypt say about peacekeepers accused of abuse?",
)


@contextmanager
def service(data_dir: Path, model: str) -> Iterator[OnRecord]:
    """The sample with the model, which is given the time that it needs."""
    settings, embedder, reader = Settings(data_dir=data_dir), PackagedEmbedder(), packaged_reader()
    with wiring.writing(settings, embedder, create=True) as built:
        built.add([SEEDS], "seeds")
    assembled = wiring.assemble(
        wiring.open_store(settings.record, embedder, create=False),
        wiring.make_vectors(settings, embedder),
        embedder,
        reader,
        model=ChatEndpoint(model, "smollm2", None, PATIENCE),
        questions=QuestionReader(QuestionNetwork()),
        reading=reading_by(embedder, reader),
    )
    with closing(assembled) as opened:
        yield opened


def show(question: str, written: WrittenAnswer, seconds: float) -> None:
    became = written.fallback_reason or ("answered" if written.answer.answered else "refused")
    print(f"\n{question} ({seconds:.0f} s, {became})")
    for kept in written.sentences:
        print(f"  stays: {kept.text}")
        print(f"    held by: {' '.join(cited.quote for cited in kept.citations)}")
    for gone in written.removed:
        print(f"  goes, {gone.judged.verdict}: {gone.text} ({gone.judged.reason})")


def main() -> None:
    if missing():
        sys.exit(f"Left out: {', '.join(missing())} of the group small-model is not installed.")
    with (
        tempfile.TemporaryDirectory() as folder,
        small_model() as url,
        service(Path(folder), url) as opened,
    ):
        for question in QUESTIONS:
            began = time.monotonic()
            show(question, opened.write(question, Filters(), FEW), time.monotonic() - began)
            sys.stdout.flush()


if __name__ == "__main__":
    main()
