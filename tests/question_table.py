"""The table of questions with what they should be taken to restrict, and the record they are asked of."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from index.model import Delegation, Source, Speaker, StatementRef
from index.speakers.delegations import Delegations
from index.tables import word_set
from rag.question.facts import gather_facts
from rag.question.model import Query, RecordFacts

TABLE = Path(__file__).parent / "data" / "question" / "understood.tsv"
SPEAKING = word_set(
    "FRA GBR USA RUS CHN DEU BEL EST DOM IDN NER ZAF TUN VCT VNM KAZ POL PER SWE NLD KWT CIV GNQ BOL ETH "
    "UKR JPN IND "
    "PAK BRA MEX ARG CHL NOR IRL KEN EGY MAR DZA NGA SEN GHA MLI RWA UGA SOM SDN SYR LBN IRQ IRN ISR PSE "
    "SAU QAT ARE "
    "TUR AZE ARM GEO MMR BGD THA SGP MYS PHL AUS NZL TUV MHL CAN CRI COL CUB HTI VEN ECU GTM CHE AUT LIE EU "
    "ICRC UN "
    "AU NORDIC LTU LVA SVK SVN HRV ITA ESP PRT NPL LKA AFG"
)
SITTINGS = (
    ("2014-03-15", "S/PV.7138", "The situation in Ukraine"),
    ("2016-03-11", "S/PV.7643", "United Nations peacekeeping operations"),
    ("2018-02-24", "S/PV.8188", "The situation in Syria"),
    ("2018-05-22", "S/PV.8264", "Protection of civilians in armed conflict"),
    ("2019-01-25", "S/PV.8451", "Climate-related disasters"),
    ("2019-05-23", "S/PV.8534", "Protection of civilians in armed conflict"),
    ("2019-05-23", "S/PV.8534 (Resumption 1)", "Protection of civilians in armed conflict"),
    ("2019-11-04", "S/PV.8453", "The situation in Libya"),
    ("2020-02-05", "S/PV.8713", "Small arms"),
    ("2020-02-13", "S/PV.8723", "The situation in Somalia"),
    ("2020-05-27", "S/2020/465", "Protection of civilians in armed conflict"),
    ("2021-03-11", "S/2021/250", "The question concerning Haiti"),
    ("2021-10-14", "S/PV.8875", "The situation in Mali"),
    ("2022-02-21", "S/PV.8970", "The situation in Myanmar"),
    ("2022-02-25", "S/PV.8979", "The situation in the Sudan"),
    ("2023-01-12", "S/PV.9241", "Colombia"),
    ("2023-05-23", "S/PV.9327", "The situation concerning Iraq"),
)
ASSEMBLY_YEARS = ("2005", "2020", "2022")
SPEAKERS = {
    "Mr. Nebenzia": "RUS", "Mr. Vassily A. Nebenzia": "RUS", "Mr. Polyanskiy": "RUS", "Ms. Power": "USA",
    "Mrs. Thomas-Greenfield": "USA", "Mr. Jiirgenson": "EST", "Sven Jiirgenson": "EST", "Mr. Zhang "
        "Jun": "CHN",
    "Mr. Wu Haitao": "CHN", "Mr. De Rivière": "FRA", "Mrs. Gueguen": "FRA", "Mr. Heusgen": "DEU", "Ms. "
        "King": "VCT",
    "Mr. Abarry": "NER", "Ms. Juul": "NOR", "Ms. Byrne Nason": "IRL", "Mr. Kimani": "KEN", "Mr. "
        "Kyslytsya": "UKR",
    "Mr. Tirumurti": "IND", "Ms. Kamboj": "IND", "Mr. Lacroix": "UN", "Mr. Griffiths": "UN", "Ms. "
        "Bachelet": "UN",
    "Mr. Maurer": "ICRC", "Mr. Umarov": "KAZ", "Ms. Wronecka": "POL", "Mr. Meza-Cuadra": "PER", "Mr. "
        "Erdan": "ISR",
    "Mr. Mansour": "PSE", "Mr. Wenaweser": "LIE", "Mr. Akram": "PAK", "The Secretary-General": "UN",
    "Mr. Londofio Soto": "COL", "Mr. Skoog": "SWE", "Ms. Schwalger": "NZL", "Mr. Van Oosterom": "NLD",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expected:
    """One row; a code with "?" may be a filter or not; an empty scope or want is not judged."""

    question: str
    delegations: frozenset[str]
    allowed: frozenset[str]
    speakers: frozenset[str]
    meetings: frozenset[str]
    dates: str
    preferred: frozenset[str]
    scope: str
    wants: str
    problem: str


def read_table() -> tuple[Expected, ...]:
    """Every row of the table, in order."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return tuple(_expected(row) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def record(delegations: Delegations) -> RecordFacts:
    """A small invented record: nearly everybody speaks at every sitting, Fiji and Jordan only once."""
    refs = [
        _ref(delegations.by_code(code), None, meeting, date, topic, "Security Council")
        for code in SPEAKING
        for date, meeting, topic in SITTINGS
    ]
    refs += [
        _ref(delegations.by_code(code), None, None, year, "General debate", "General Assembly")
        for code in SPEAKING
        for year in ASSEMBLY_YEARS
    ]
    refs += [
        _ref(delegations.by_code(code), name, "S/PV.8713", "2020-02-05", "Small arms", "Security Council")
        for name, code in SPEAKERS.items()
    ]
    refs.append(_ref(delegations.by_code("FJI"), None, None, "2022", "General debate", "General Assembly"))
    refs.append(_ref(delegations.by_code("JOR"), None, None, "2014-09-24", None, "General Assembly"))
    return gather_facts(refs)


def differences(query: Query, expected: Expected) -> list[str]:
    """What was understood otherwise than expected, one line each."""
    filters = query.filters
    found = frozenset(filters.delegations)
    preferred = frozenset(delegation.code for delegation in query.preferred)
    dates = f"{filters.since or ''}..{filters.until or ''}" if filters.since or filters.until else ""
    pairs = (
        ("delegations", found - expected.allowed, expected.delegations - expected.allowed),
        ("speakers", frozenset(filters.speakers), expected.speakers),
        ("meetings", frozenset(filters.meetings), expected.meetings),
        ("dates", dates, expected.dates if dates or not expected.dates.endswith("?") else ""),
        ("problem", "|".join(problem.reason for problem in query.problems), expected.problem),
        ("scope", query.asks.scope if expected.scope else "", expected.scope),
        ("wants", query.asks.wants if expected.wants else "", expected.wants),
    )
    wrong = [f"{name}: {got!r}, expected {want!r}" for name, got, want in pairs if got != _bare(want)]
    missing = expected.preferred - expected.allowed - preferred - found
    return wrong + ([f"not preferred: {sorted(missing)}"] if missing else [])


def _bare(value: object) -> object:
    return value.removesuffix("?") if isinstance(value, str) else value


def _expected(row: dict[str, str]) -> Expected:
    codes = {
        code for key in ("delegations", "preferred") for code in row[key].split("|") if code.endswith("?")
    }
    return Expected(
        row["question"],
        _set(row["delegations"]),
        frozenset(code.rstrip("?") for code in codes),
        _set(row["speakers"]),
        _set(row["meetings"]),
        row["dates"],
        _set(row["preferred"]),
        row["scope"],
        row["wants"],
        row["problem"],
    )


def _set(cell: str) -> frozenset[str]:
    return frozenset(part.rstrip("?") for part in cell.split("|") if part)


def _ref(
    delegation: Delegation | None,
    name: str | None,
    meeting: str | None,
    date: str,
    topic: str | None,
    organ: str,
) -> StatementRef:
    speaker, source = Speaker(name), Source("sample", "sample.txt", "0")
    return StatementRef("s", speaker, delegation, "national", meeting, date, topic, organ, None, source)
