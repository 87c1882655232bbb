"""Names in archives are those their maker meant, and lead nowhere else."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from index.ingest.build import Builder
from index.readers.base import ReadFile, Skipped
from index.readers.member_names import distinct
from index.readers.walk import read_paths, read_uploads
from index.readers.ziparchive import Bounds
from tests.drafts import open_store
from tests.hash_embedder import HashEmbedder
from tests.hostile_files import tarred

SPEECH = b"Mr. Umarov (Kazakhstan): We act."


def outcomes(files: Mapping[str, bytes], bounds: Bounds) -> tuple[list[str], dict[str, str]]:
    """Paths of the files read, and what was told of the others."""
    found = list(read_uploads(files, bounds=bounds))
    read = [one.path for one in found if isinstance(one, ReadFile)]
    return read, {one.path: one.reason for one in found if isinstance(one, Skipped)}


def zip_of_raw(names: list[bytes]) -> bytes:
    """A zip without the UTF-8 flag whose names are these bytes."""
    out = io.BytesIO()
    places = [f"{number:03}".ljust(len(name), "x") for number, name in enumerate(names)]
    with zipfile.ZipFile(out, "w") as archive:
        for place in places:
            archive.writestr(zipfile.ZipInfo(place), SPEECH)
    data = out.getvalue()
    for place, name in zip(places, names, strict=True):
        data = data.replace(place.encode(), name)
    return data


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("déclaration.txt".encode(), "déclaration.txt"),
        ("déclaration.txt".encode("cp437"), "déclaration.txt"),
        ("声明.txt".encode(), "声明.txt"),
        ("声明.txt".encode("gbk"), "声明.txt"),
        ("заявление 2.txt".encode("cp866"), "заявление 2.txt"),
        ("発言.txt".encode(), "発言.txt"),
        (b"dir\\sub\\win.txt", "dir/sub/win.txt"),
        ("Reden\\Türkei.txt".encode("cp437"), "Reden/Türkei.txt"),
        (b".\\a.txt", "a.txt"),
    ],
)
def test_names_are_those_their_maker_meant(raw: bytes, name: str) -> None:
    """By flag, as UTF-8, or in the code page whose letters fit; backslashes are slashes."""
    assert outcomes({"a.zip": zip_of_raw([raw])}, Bounds()) == ([f"a.zip/{name}"], {})


@pytest.mark.parametrize("name", [b"..\\x.txt", b"c:\\x.txt", b"\\x.txt", b"\\\\host\\x.txt"])
def test_backslashes_lead_nowhere(name: bytes) -> None:
    """Names that lead out of the archive are reported, however the slash is drawn."""
    read, skipped = outcomes({"a.zip": zip_of_raw([name, b"good.txt"])}, Bounds())
    assert (read, len(skipped)) == (["a.zip/good.txt"], 1)


@pytest.mark.parametrize(
    ("names", "kept"),
    [
        (["a.txt", "a.txt"], ("a.txt", "a (2).txt")),
        (["a.txt", "a.txt", "a.txt"], ("a.txt", "a (2).txt", "a (3).txt")),
        (["d\\a.txt", "d/a.txt"], ("d/a.txt", "d/a (2).txt")),
        (["a.txt", "./a.txt"], ("a.txt", "a (2).txt")),
        (["a (2).txt", "a.txt", "a.txt"], ("a (2).txt", "a.txt", "a (3).txt")),
        (["d.x/a", "d.x/a"], ("d.x/a", "d.x/a (2)")),
    ],
)
def test_no_name_is_given_twice(names: list[str], kept: tuple[str, ...]) -> None:
    """The second is numbered."""
    assert distinct(names) == kept


@pytest.mark.parametrize("suffix", [".zip", ".tar", ".tgz"])
def test_two_members_of_one_name_are_both_read(suffix: str) -> None:
    """Nothing is lost silently."""
    out = io.BytesIO()
    speeches = [SPEECH, SPEECH.replace(b"act", b"wait")]
    if suffix == ".zip":
        with zipfile.ZipFile(out, "w") as archive:
            for name, speech in zip(("a.txt", "A.txt"), speeches, strict=True):
                archive.writestr(zipfile.ZipInfo(name), speech)
        data = out.getvalue().replace(b"A.txt", b"a.txt")
    else:
        with tarfile.open(fileobj=out, mode="w" if suffix == ".tar" else "w:gz") as tar:
            for speech in speeches:
                info = tarfile.TarInfo("a.txt")
                info.size = len(speech)
                tar.addfile(info, io.BytesIO(speech))
        data = out.getvalue()
    found = list(read_uploads({f"a{suffix}": data}))
    assert {one.drafts[0].text for one in found if isinstance(one, ReadFile)} == {"We act.", "We wait."}


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("déclaration.txt".encode(), "déclaration.txt"),
        ("déclaration.txt".encode("cp437"), "déclaration.txt"),
        ("заявление.txt".encode("cp866"), "заявление.txt"),
        (b"\xff\xfe.txt", "\ufffd\ufffd.txt"),
    ],
)
def test_names_in_a_tar_are_text(raw: bytes, name: str) -> None:
    """Whatever bytes they were written in."""
    data = tarred({raw.decode("utf-8", "surrogateescape"): SPEECH})
    assert outcomes({"a.tgz": data}, Bounds()) == ([f"a.tgz/{name}"], {})


def test_a_name_that_is_no_text_is_that_files_own_fault(tmp_path: Path) -> None:
    """On disk, of a file or of its folder; nothing is stored of it, and the rest is added."""
    records = tmp_path / "records"
    strange = os.fsencode(records) + b"/caf\xe9"
    os.makedirs(strange)
    for place in (
        os.fsencode(records) + b"/caf\xe9.txt",
        strange + b"/a.txt",
        os.fsencode(records / "b.txt"),
    ):
        with open(place, "wb") as file:
            file.write(SPEECH)
    with closing(open_store(tmp_path / "index", HashEmbedder())) as store:
        report = Builder(store, HashEmbedder()).add(read_paths([records]), "council")
        named = Builder(store, HashEmbedder()).add(read_paths([Path(os.fsdecode(strange))]), "council")
    assert (report.added, [one.path for one in report.skipped]) == (1, ["caf\\udce9/a.txt", "caf\\udce9.txt"])
    assert [(one.path, "rename it" in one.reason) for one in named.skipped] == [("a.txt", True)]
