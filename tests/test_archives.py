"""Archives: one budget over all levels, and names as their maker meant them."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from api.settings import settings_from
from index.readers.base import Candidate, ReadFile, Skipped
from index.readers.tararchive import TarArchive
from index.readers.walk import read_uploads
from index.readers.ziparchive import Bounds
from tests.hostile_files import tarred, zipped

SPEECH = b"Mr. Umarov (Kazakhstan): We act."
GOOD = {"good.txt": SPEECH}
LONG = b"Mr. Umarov (Kazakhstan): " + b"We must act now for the hospitals. " * 1100
MANY = {f"s{number:03}.txt": LONG for number in range(300)}
SMALL = Bounds(members=20, total=200_000, statements=10, least=100_000)
TWENTY = {f"s{number}.txt": SPEECH for number in range(20)}
BODY = b'<w:document xmlns:w="w"><w:body>' + b"<w:p><w:r><w:t>We act.</w:t></w:r></w:p>" * 900
WORD = zipped({"word/document.xml": BODY + b"</w:body></w:document>"})
Make = Callable[[], bytes]
"""Packs an archive; done by the test, for only one of several processes runs it."""


def outcomes(files: Mapping[str, bytes], bounds: Bounds) -> tuple[list[str], dict[str, str]]:
    """Paths of the files read, and what was told of the others."""
    found = list(read_uploads(files, bounds=bounds))
    read = [one.path for one in found if isinstance(one, ReadFile)]
    return read, {one.path: one.reason for one in found if isinstance(one, Skipped)}


@pytest.mark.parametrize(
    ("make", "bounds", "told"),
    [
        (lambda: zipped({"in.zip": zipped(MANY)}), Bounds(), "200 times"),
        (lambda: zipped({"in.tar": tarred(MANY, "w")}), Bounds(), "times"),
        (lambda: tarred({"in.zip": zipped({"in.zip": zipped(MANY)})}), Bounds(), "200 times"),
        (
            lambda: zipped({f"{n}.zip": zipped(TWENTY) for n in range(2)}),
            replace(SMALL, statements=99),
            "20 files",
        ),
        (lambda: zipped({f"{n}.txt": SPEECH for n in range(21)}), SMALL, "20 files"),
        (lambda: zipped({f"{n}.zip": zipped({"a.txt": LONG}) for n in range(9)}), SMALL, "100|MiB|times"),
        (lambda: tarred({f"{n}.docx": WORD for n in range(9)}), SMALL, "MiB|times"),
    ],
)
def test_what_unpacks_to_too_much_gives_nothing(make: Make, bounds: Bounds, told: str) -> None:
    """Whatever the levels; the good file beside it is added, and one sentence says why."""
    data = make()
    name = "bomb.zip" if data.startswith(b"PK") else "bomb.tgz"
    read, skipped = outcomes({name: data, **GOOD}, bounds)
    assert (read, list(skipped)) == (["good.txt"], [name])
    assert any(word in skipped[name] for word in told.split("|")), skipped


@pytest.mark.parametrize(
    ("make", "bounds", "told"),
    [
        (lambda: zipped(TWENTY), SMALL, "10 statements"),
        (lambda: zipped({"a.zip": zipped(TWENTY)}), replace(SMALL, members=30), "10 statements"),
        (lambda: zipped({"a.jsonl": b'{"speaker": "A", "text": "Hi."}\n' * 11}), SMALL, "10 statements"),
        (
            lambda: zipped({f"{n}.zip": zipped({"a.txt": SPEECH}) for n in range(10)} | GOOD),
            SMALL,
            "20 files",
        ),
        (lambda: zipped(TWENTY), replace(SMALL, seconds=0), "0 seconds"),
        (lambda: zipped({"a.tgz": tarred(TWENTY)}), replace(SMALL, seconds=0, members=30), "0 seconds"),
    ],
)
def test_past_the_budget_reading_stops(make: Make, bounds: Bounds, told: str) -> None:
    """What stood before is kept, no more than is allowed, and told in one sentence."""
    read, skipped = outcomes({"a.zip": make(), **GOOD}, bounds)
    assert "good.txt" in read
    assert len(read) <= bounds.statements + 1
    assert told in skipped["a.zip"]


def test_a_bomb_inside_is_its_own_fault() -> None:
    """One level's own refusal leaves the members beside it."""
    bomb = zipped({"a.txt": b"0" * 20_000_000})
    read, skipped = outcomes({"a.zip": zipped({"bomb.zip": bomb, "b.txt": SPEECH})}, Bounds())
    assert read == ["a.zip/b.txt"]
    assert "bombs do" in skipped["a.zip/bomb.zip"]


def test_honest_archives_inside_archives_are_read() -> None:
    """As many small ones as anyone packs."""
    inner = zipped({f"{number}.txt": SPEECH + str(number).encode() for number in range(50)})
    read, skipped = outcomes({"a.tgz": tarred({f"{n}.zip": inner for n in range(5)})}, Bounds())
    assert (len(read), skipped) == (250, {})


def test_settings_change_the_budget() -> None:
    """Each by its name."""
    named = {"FILES": "5", "MB": "6", "STATEMENTS": "7", "SECONDS": "8", "PASSAGES": "9"}
    bounds = settings_from({f"ONRECORD_ARCHIVE_{name}": value for name, value in named.items()}).archives
    assert (bounds.members, bounds.total, bounds.statements, bounds.seconds) == (5, 6 * 2**20, 7, 8)
    assert bounds.passages == 9


class Counting(io.BytesIO):
    """Notes how many bytes are read of it."""

    def __init__(self, data: bytes, read: list[int]) -> None:
        super().__init__(data)
        self._read = read

    def read(self, size: int | None = -1) -> bytes:
        found = super().read(size)
        self._read.append(len(found))
        return found


def read_in_turn(texts: int) -> float:
    """How often a packed archive is read through if each text is looked at, its note read, then the text."""
    speech = {f"{n:04}.txt": os.urandom(1000).hex().encode() for n in range(texts)}
    data = tarred({f"{n:04}.meta.toml": b"order = 1" for n in range(texts)} | speech)
    counts: list[int] = []
    packed = Candidate("a.tgz", len(data), lambda: Counting(data, counts))
    with TarArchive().open(packed, Bounds()) as members:
        for name, said in speech.items():
            text, note = members.find(name), members.find(name.replace(".txt", ".meta.toml"))
            assert text is not None
            assert note is not None
            assert text.head(9) == said[:9]
            assert note.read() == b"order = 1"
            assert text.read() == said
    return sum(counts) / len(data)


@pytest.mark.parametrize(("name", "packed"), [("a.tar", bytes), ("a.tar.gz", gzip.compress)])
def test_a_tar_that_is_broken_at_any_block_is_told(name: str, packed: Callable[[bytes], bytes]) -> None:
    """Cut off, or with a header changed or lost: no member behind that is missed without a word, and the good
    file beside it is added."""
    members, block = {f"{n}.txt": SPEECH for n in range(3)}, tarfile.BLOCKSIZE
    whole = tarred(members, "w")
    assert len(outcomes({name: packed(whole)}, Bounds())[0]) == len(members)
    heads = range(0, 2 * len(members) * block, 2 * block)
    broken = [whole[:at] for at in range(100, heads.stop + 1, block // 2)]
    broken += [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in heads]
    broken += [whole[:at] + bytes(block) + whole[at + block :] for at in heads[1:]]
    for data in broken:
        read, skipped = outcomes({name: packed(data), **GOOD}, Bounds())
        assert (read, [*skipped]) == (["good.txt"], [name])


def test_going_back_in_a_packed_archive_does_not_read_it_from_the_start() -> None:
    """Twice as many members cost twice as much, not four times: what is read to go back does not grow."""
    fewer, more = read_in_turn(150), read_in_turn(600)
    assert more < 2 * fewer


def test_a_packed_archive_in_parts_is_read_whole() -> None:
    """Several gzip members behind each other, zeros at the end; cut off anywhere it is told, not believed."""
    plain = gzip.decompress(tarred(TWENTY))
    half = len(plain) // 2
    parts = gzip.compress(plain[:half]) + gzip.compress(plain[half:])
    assert outcomes({"a.tgz": parts + bytes(1000)}, Bounds()) == ([f"a.tgz/{name}" for name in TWENTY], {})
    for cut in (5, len(parts) // 3, len(parts) - len(gzip.compress(plain[half:])) // 2):
        read, skipped = outcomes({"a.tgz": parts[:cut]}, Bounds())
        assert skipped, (cut, read)
