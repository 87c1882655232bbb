"""The file of folded statements: quotations are checked by it as by the record folded anew."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from rag.quotation import folded_corpus
from rag.quotation.folded_corpus import FoldedCorpus
from rag.quotation.kept_folds import FORM, NAME, KeptFolds
from rag.quotation.normal import Folder
from rag.quotation.run_index import run_keys
from tests.quote_corpus import MemoryCorpus, real_statements, statement

ASKED = (
    "the Security Council", "peace", "we must do more to protect civilians in armed conflict",
    "no such words were ever said by anybody at all", "the secretary general has told us",
)  # fmt: skip


def told(corpus: MemoryCorpus, folded: FoldedCorpus) -> list[object]:
    """Everything the checker may ask."""
    folded.follow(corpus)
    fold = folded.folder.stream
    ids = sorted(corpus.marks())
    words = sorted({word for id in ids for word in fold(corpus.texts([id])[id]).split()})
    held = [folded.holding_all(fold(asked), 100) for asked in ASKED]
    return [
        [{id for id in some if folded.find(id, fold(a))} for a, some in zip(ASKED, held, strict=True)],
        [sorted(folded.near(fold(asked), 100)) for asked in ASKED],
        [folded.find(id, fold(asked), 9) for id in ids for asked in ASKED],
        [folded.words(id) for id in [*ids, "none"]],
        [folded.count(word) for word in [*words, "nobodysaysthis"]],
    ]  # fmt: skip


def test_what_is_kept_answers_as_what_was_folded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As written, and after statements were added, changed and removed, kept again at every step or not."""
    monkeypatch.setattr(folded_corpus, "LEAST", 1)
    kept = KeptFolds(tmp_path)
    some = real_statements()
    corpus = MemoryCorpus(some[:8])
    FoldedCorpus(kept).keep(corpus)
    written = (tmp_path / NAME).read_bytes()
    following = FoldedCorpus(kept)
    for change in (
        lambda: None,
        lambda: corpus.put(some[9]),
        lambda: corpus.put(statement("We must do more to protect civilians: — café, 平和.", some[3].ref.id)),
        lambda: corpus.remove(some[0].ref.id),
        lambda: [corpus.put(one) for one in some],
    ):
        change()
        expected = told(corpus, FoldedCorpus())
        assert told(corpus, FoldedCorpus(kept)) == expected
        assert told(corpus, following) == expected
        following.keep(corpus)
        assert told(corpus, following) == expected
    assert (tmp_path / NAME).read_bytes() != written


def test_words_that_are_gone_leave_the_file(tmp_path: Path) -> None:
    """Though ever so little has changed."""
    corpus = MemoryCorpus([statement("The xylophone was here.", "a"), statement("It has gone.", "b")])
    kept = KeptFolds(tmp_path)
    kept_one = FoldedCorpus(kept)
    kept_one.follow(corpus)
    kept.write(kept_one._folded.compact())
    assert b"xylophone" in (tmp_path / NAME).read_bytes()
    corpus.remove("a")
    FoldedCorpus(kept).keep(corpus)
    assert b"xylophone" not in (tmp_path / NAME).read_bytes()


def test_a_damaged_file_is_folded_anew(tmp_path: Path) -> None:
    corpus = MemoryCorpus(real_statements())
    FoldedCorpus(KeptFolds(tmp_path)).keep(corpus)
    path = tmp_path / NAME
    path.write_bytes(b"")
    assert told(corpus, FoldedCorpus(KeptFolds(tmp_path))) == told(corpus, FoldedCorpus())


def test_another_way_of_folding_is_another_form() -> None:
    """Where this fails, raise FORM: files made before would be read as if folded in the new way."""
    stream = Folder().stream(
        " ".join(text.text for text in real_statements()) + "Ŝtrasse ﬁne 平和 10 000 l’été"
    )
    made = hashlib.sha256(stream.encode() + run_keys([(0, stream)]).tobytes()).hexdigest()
    assert (FORM, made[:16]) == (1, "b4db770ce1a05811")
