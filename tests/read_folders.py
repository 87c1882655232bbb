"""Folders of records, read as a user's are, and one in the sixth layout of the Council's corpus."""

from __future__ import annotations

from pathlib import Path

from index.model import StatementDraft
from index.readers.base import ReadFile, Skipped
from index.readers.walk import read_paths

DATA = Path(__file__).parent / "data" / "readers"
SEEDS = Path(__file__).parent.parent / "seeds"
V6_LINE = (
    "doc_id filename basename spv speech_number speaker country_org participanttype role_in_un gender date "
    "year month day topic subtopic agenda_item1 agenda_item2 agenda_item3 decision language types tokens "
    "sentences state version"
)
V6_COLUMNS = tuple(V6_LINE.split())


def drafts(*paths: Path) -> dict[str, StatementDraft]:
    return {o.path: o.drafts[0] for o in read_paths(paths) if isinstance(o, ReadFile)}


def skipped(*paths: Path) -> dict[str, str]:
    return {o.path: o.reason for o in read_paths(paths) if isinstance(o, Skipped)}


def v6_row(**cells: str) -> str:
    return "\t".join(cells.get(name, "NA") for name in V6_COLUMNS)


def v6_folder(root: Path) -> Path:
    """As published: 26 columns, CRLF, four digits, a row broken over two lines, speeches below."""
    rows = [
        "\t".join(V6_COLUMNS),
        v6_row(
            filename="UNSC_2003_SPV.4726Resumption1_spch0002.txt", spv="4726Resumption1", speech_number="2",
            speaker="Mr. Pleuger", country_org="Germany", participanttype="Mentioned", date="27 March 2003",
            year="2003", month="3", day="27", topic='The situation between "Iraq\r\nand Kuwait"',
        ),
        v6_row(
            filename="UNSC_2003_SPV.4726Resumption1_spch0001.txt", speaker="Mr. Traoré", country_org="Guinea",
            participanttype="The President", date="27 March 2003", year="2003", month="3", day="27",
        ),
    ]  # fmt: skip
    (root / "speeches").mkdir(parents=True)
    (root / "speaker.tsv").write_bytes("\r\n".join([*rows, ""]).encode())
    speeches = root / "speeches"
    one = "The President (spoke in French): I now give the floor to the representative of Germany.\r\n"
    (speeches / "UNSC_2003_SPV.4726Resumption1_spch0001.txt").write_bytes(one.encode())
    two = b"Mr. Pleuger (Germany): The Secretary- General\x92s plan is right. We support it."
    (speeches / "UNSC_2003_SPV.4726Resumption1_spch0002.txt").write_bytes(two)
    return root
