"""The documents tell of this house: files they name are there, tables show layers, promises name tests."""

from __future__ import annotations

import re
from itertools import takewhile

import pytest

from tests.house_imports import MAY_IMPORT, ROOT
from tests.test_house import LAYERS

NAMED = re.compile(r"`((?:[\w.-]+/)+[\w.-]*)`|\]\(([^)#:]+)\)")
"""A path in a document, as code or as a link."""
DEFINED = re.compile(r"`([\w.]+)` in `((?:\w+/)+\w+\.py)`")
"""What a document says that a module defines, and the module."""


DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
OF_OTHERS = {"CHANGELOG.md", "docs/formats.md"}
"""Documents that name files of the past, or of the records."""


@pytest.mark.parametrize("name", sorted({str(path.relative_to(ROOT)) for path in DOCUMENTS} - OF_OTHERS))
def test_documents_name_files_that_are_there(name: str) -> None:
    """Paths as code or as links; `NAME` is what a contributor adds, `./` where a user stands."""
    document = ROOT / name
    paths = [code or link for code, link in NAMED.findall(document.read_text(encoding="utf-8"))]
    near = (ROOT, document.parent, ROOT / "index", ROOT / "rag", ROOT / "api")
    meant = [path for path in paths if "NAME" not in path and not path.startswith("./")]
    lost = [path for path in meant if not any((at / path).exists() for at in near)]
    assert meant
    assert lost == []


@pytest.mark.parametrize("name", sorted({str(path.relative_to(ROOT)) for path in DOCUMENTS} - OF_OTHERS))
def test_documents_name_what_their_files_define(name: str) -> None:
    """As in "`READERS` in `index/readers/table.py`": a contributor who opens the file finds it there."""
    for what, path in DEFINED.findall((ROOT / name).read_text(encoding="utf-8")):
        source = (ROOT / path).read_text(encoding="utf-8")
        last = what.rpartition(".")[2]
        assert re.search(rf"(?m)^\s*(?:(?:class|def) {last}\b|{last}\b.*[:=])", source), (what, path)


@pytest.mark.parametrize("package", list(LAYERS))
def test_the_architecture_shows_the_layers(package: str) -> None:
    """Its table of a package has a row for every layer, with what is on it."""
    lines = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines()
    (head,) = [at for at, line in enumerate(lines) if line.startswith(f"| `{package}/` layer |")]
    shown = [
        {
            name.removesuffix("/").removesuffix(".py")
            for name in re.findall(r"`([\w./]+)`", line.split("|")[2])
        }
        for line in takewhile(lambda line: line.startswith("|"), lines[head + 2 :])
    ]
    assert shown == list(LAYERS[package])


def test_the_architecture_names_every_folder() -> None:
    """By its path, or as its package's table has it; what others made lies below `vendor`."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    folders = {
        path.parent.relative_to(ROOT) for package in MAY_IMPORT for path in (ROOT / package).rglob("*.*")
    }
    own = {path for path in folders if not {"__pycache__", "vendor"} & set(path.parts)}
    assert len(own) > len(LAYERS["index"])
    assert {
        str(path)
        for path in own
        if f"{path.as_posix()}/" not in text and f"`{'/'.join(path.parts[1:])}/`" not in text
    } == set()


@pytest.mark.parametrize("name", ["RELIABILITY.md", "SECURITY.md"])
def test_every_promise_names_the_test_that_holds_it(name: str) -> None:
    """A row of a table of promises ends with test files; that they are there, the test above holds."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    heads = [at for at, line in enumerate(lines) if line == "| promise | test |"]
    assert heads
    for head in heads:
        rows = list(takewhile(lambda line: line.startswith("|"), lines[head + 2 :]))
        assert rows
        assert [
            row for row in rows if not re.fullmatch(r"\| .+ \| (`tests/test_\w+\.py`(, )?)+ \|", row)
        ] == []


@pytest.mark.parametrize(
    ("new", "place"),
    [
        ("a record format", "index/readers/"),
        ("a citation style", "rag/citation/styles.py"),
        ("a filter", "index/model.py"),
        ("a word of view or act", "rag/data/views.tsv"),
    ],
)
def test_a_stranger_finds_where_a_new_thing_goes(new: str, place: str) -> None:
    """One row of CONTRIBUTING.md answers, with a place that exists."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (row,) = [line for line in text.splitlines() if line.startswith(f"| {new} |")]
    assert place in row
    assert (ROOT / place).exists()


def test_every_setting_is_in_the_readme() -> None:
    """What the program reads from the environment, a user can look up."""
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "api").rglob("*.py")]
    names = {name for source in sources for name in re.findall(r"ONRECORD_[A-Z_]+", source)}
    assert names >= {"ONRECORD_DATA_DIR", "ONRECORD_MODEL"}
    assert names <= set(re.findall(r"ONRECORD_[A-Z_]+", (ROOT / "README.md").read_text(encoding="utf-8")))
