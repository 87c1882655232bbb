"""The table of delegations: any name to one delegation, and never to its neighbour."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.speakers.delegations import load_delegations

TABLE = load_delegations()

NAMES = [
    ("Moldova, Republic of", "MDA"),
    ("Palestine, State of", "PSE"),
    ("Netherlands, Kingdom of the", "NLD"),
    ("Macedonia, the former Yugoslav Republic of", "MKD"),
    ("Italian Republic", "ITA"),
    ("West Germany", "DEU"),
    ("Oriental Republic of Uruguay", "URY"),
    ("Democratic Republic of Germany", "DDR"),
    ("Observer for the European Union", "EU"),
    ("Kazakhstan", "KAZ"),
    ("kaz", "KAZ"),
    ("Community of Portuguese-speaking Countries", "CPLP"),
    ("Organisation for Economic Co-operation and Development", "OECD"),
    ("Group of Eastern European States", "EEGROUP"),
    ("Conference on Security and Co-operation in Europe", "OSCE"),
    ("Saint Kitts-Nevis", "KNA"),
    ("Zanzibar", "ZNZ"),
    ("KZ", "KAZ"),
    ("Republic of Kazakhstan", "KAZ"),
    ("Kazakh", "KAZ"),
    ("the Russian Federation", "RUS"),
    ("Russia", "RUS"),
    ("SUN", "RUS"),
    ("USSR", "RUS"),
    ("Russsian Federation", "RUS"),
    ("United States Of America", "USA"),
    ("the United States", "USA"),
    ("U.S.", "USA"),
    ("United Kingdom of Great Britain and Northern Ireland", "GBR"),
    ("UK", "GBR"),
    ("El] Salvador", "SLV"),
    ("Kyrgyztan", "KGZ"),
    ("Republic ofKorea", "KOR"),
    ("South Korea", "KOR"),
    ("Democratic People's Republic of Korea", "PRK"),
    ("North Korea", "PRK"),
    ("Islamic Republic of Iran", "IRN"),
    ("Iran (Islamic Republic of)", "IRN"),
    ("Libyan Arab Jamahiriya", "LBY"),
    ("Cote d’Ivoire", "CIV"),
    ("Côte d'Ivoire", "CIV"),
    ("Ivory Coast", "CIV"),
    ("Türkiye", "TUR"),
    ("Turkey", "TUR"),
    ("Viet Nam", "VNM"),
    ("Vietnam", "VNM"),
    ("Socialist Republic of Vietnam", "VNM"),
    ("Democratic Republic of Viet-Nam", "VNM"),
    ("Republic of Viet-Nam", "RVN"),
    ("South Vietnam", "RVN"),
    ("Venezuela (Bolivarian Republic Of)", "VEN"),
    ("Plurinational State of Bolivia", "BOL"),
    ("Lao People's Democratic Republic", "LAO"),
    ("The former Yugoslav Republic of Macedonia", "MKD"),
    ("Saint Vincent and Grenadines", "VCT"),
    ("St. Lucia", "LCA"),
    ("Czech Republic", "CZE"),
    ("Swaziland", "SWZ"),
    ("YUG", "YUG"),
    ("CSK", "CSK"),
    ("DDR", "DDR"),
    ("Zaire", "COD"),
    ("EU", "EU"),
    ("EU_", "EU"),
    ("European Union", "EU"),
    ("Nordic Countries", "NORDIC"),
    ("UN", "UN"),
    ("UNICEF", "UN"),
    ("Holy See", "VAT"),
    ("State of Palestine", "PSE"),
    ("International Committee of the Red Cross", "ICRC"),
    ("African Union", "AU"),
    ("League of the Arab States", "LAS"),
    ("Movement of Non-Aligned Countries", "NAM-UN"),
    ("NATO", "NATO"),
    ("Permanent Mission of Ireland", "IRL"),
    ("Viet Nam (on behalf of ASEAN)", "VNM"),
]

NOBODY = [
    "",
    "Individual",
    "spoke in French",
    "country",
    "Columbia University",
    "Atlantis",
    "North Sudan",
    "Nigera",
    "Youth Parliament of the Niger",
    "Foundation for Human Rights in South Africa",
    "Slovania",
    "Ira",
]

NEIGHBOURS = [
    ("Niger", "Nigeria"),
    ("Guinea", "Guinea-Bissau"),
    ("Guinea", "Equatorial Guinea"),
    ("Guinea", "Papua New Guinea"),
    ("Dominica", "Dominican Republic"),
    ("Iran", "Iraq"),
    ("Congo", "Democratic Republic of the Congo"),
    ("Republic of the Congo", "Democratic Republic of the Congo"),
    ("North Korea", "South Korea"),
    ("Sudan", "South Sudan"),
    ("Austria", "Australia"),
    ("Slovakia", "Slovenia"),
    ("Gambia", "Zambia"),
    ("Mali", "Malawi"),
    ("Mali", "Malta"),
    ("Mauritania", "Mauritius"),
    ("Liberia", "Libya"),
    ("Samoa", "San Marino"),
    ("Ireland", "Iceland"),
    ("Latvia", "Lithuania"),
    ("Paraguay", "Uruguay"),
    ("India", "Indonesia"),
    ("Georgia", "Germany"),
    ("Yemen", "Democratic Yemen"),
    ("Germany", "German Democratic Republic"),
]

QUESTIONS = [
    ("What did Kazakhstan say in 2019 about whaling?", ["KAZ"]),
    ("which texts has Astana backed?", ["KAZ"]),
    ("By Berlin's reckoning, what happened?", ["DEU"]),
    ("What did the British and the Russians say?", ["GBR", "RUS"]),
    ("Endorsements of the Kigali Principles", []),
    ("What did Latin American speakers say?", []),
    ("The conference in Paris agreed on this", []),
    ("Has Beijing taken any step?", ["CHN"]),
    ("what did france and south sudan say", ["FRA", "SSD"]),
    ("What did the Democratic Republic of the Congo say?", ["COD"]),
    ("polish the text and tell us who can act", []),
    ("What did the US say?", ["USA"]),
    ("fishing in the Indian Ocean off Northern Ireland", []),
    ("Guinea-Bissau and Guinea", ["GNB", "GIN"]),
]


def code_of(name: str) -> str | None:
    found = TABLE.resolve(name)
    return found and found.code


def test_names_resolve() -> None:
    """Names, codes, demonyms and the misspellings of the sources give one code."""
    assert [(name, code, code_of(name)) for name, code in NAMES if code_of(name) != code] == []


def test_no_delegation() -> None:
    """What names no delegation, or might name two, gives none."""
    assert [(name, code_of(name)) for name in NOBODY if code_of(name)] == []


def test_neighbours_stay_apart() -> None:
    """Names that look alike are different delegations."""
    codes = [(code_of(one), code_of(other)) for one, other in NEIGHBOURS]
    assert [pair for pair in codes if None in pair or len(set(pair)) == 1] == []


def test_a_code_of_the_table_is_its_own_delegation() -> None:
    """What an answer names by its code can be asked for by it, whoever else is called so for short."""
    codes = [entry.delegation.code for entry in TABLE.entries]
    assert len(codes) > 193
    assert [(code, code_of(code)) for code in codes if code_of(code) != code] == []


def test_one_slip_never_turns_one_state_into_another() -> None:
    """Dropping, doubling or swapping a letter of a State's name gives that State or none."""
    states = [e for e in TABLE.entries if e.kind == "state"]
    names = {e.delegation.name: e.delegation for e in states}
    for name, own in names.items():
        for at in range(1, len(name) - 1, 2):
            slips = (
                name[:at] + name[at + 1 :],
                name[:at] + name[at] + name[at:],
                name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            )
            for slip in slips:
                found = TABLE.resolve(slip)
                assert found in (own, None), (name, slip, found)


def test_every_member_state_is_there_once() -> None:
    """193 States, no code twice, every name resolves to its own row."""
    states = [e for e in TABLE.entries if e.kind == "state"]
    assert len(states) == 193
    assert len({e.delegation.code for e in TABLE.entries}) == len(TABLE.entries)
    for entry in TABLE.entries:
        assert TABLE.resolve(entry.delegation.name) == entry.delegation


def test_no_wording_names_two() -> None:
    """No name or alias stands in two rows."""
    seen: dict[str, str] = {}
    for entry in TABLE.entries:
        for name in (*entry.names, *entry.demonyms):
            key = name.casefold()
            assert seen.setdefault(key, entry.delegation.code) == entry.delegation.code, name


def test_named_in_a_question() -> None:
    """Names, demonyms and capitals in a question; none in names of instruments, places and seas."""
    found = [(question, [m.delegation.code for m in TABLE.find_in(question)]) for question, _ in QUESTIONS]
    assert found == QUESTIONS


def test_council_of_every_year_has_fifteen() -> None:
    """Five permanent and ten elected members in each year of the table."""
    assert [y for y in range(1990, 2027) if len(TABLE.members_of("SC", y)) != 15] == []


def test_groups_of_a_year() -> None:
    """Groups follow the year asked for."""
    assert set(TABLE.members_of("African members of the Council", 2020)) == {"ZAF", "NER", "TUN"}
    assert "GBR" in TABLE.members_of("EU members", 2010)
    assert "GBR" not in TABLE.members_of("EU members", 2021)
    assert TABLE.find_groups("Did the P5 agree?")[0].group.code == "P5"


@given(st.text(max_size=120))
def test_mentions_are_spans_of_the_text(text: str) -> None:
    """Any text: spans in order, inside it, never overlapping."""
    mentions = TABLE.find_in(text)
    ends = [0, *(m.span.end for m in mentions)]
    assert all(end <= m.span.start < m.span.end <= len(text) for end, m in zip(ends, mentions, strict=False))
