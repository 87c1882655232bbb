"""Who speaks in printed records: chairs, guests and heads of State, set as the United Nations prints them."""

from __future__ import annotations

import pytest

from index.readers.pdf.bodies import body_of
from index.readers.pdf.roles import find_role, role_in_heading
from index.speakers.delegations import load_delegations
from tests.pdf_records import BELGIUM, DOTS, FRONT, SPEECH, assembly, council, drafts, record, rows
from tests.pdf_writer import body, cover


def test_a_second_president_is_on_the_cover_too() -> None:
    """ "later:" under the President's row."""
    front = [f"_President_: Mr. Pham {DOTS}(Viet Nam)", f">_later_: Mr. Dang {DOTS}(Viet Nam)", *FRONT[1:]]
    presidents = record(council("S/PV.8699", SPEECH + BELGIUM, front=front)).cover.presidents
    assert [seat.name for seat in presidents] == ["Mr. Pham", "Mr. Dang"]


def test_a_vice_president_in_the_chair_is_the_acting_president() -> None:
    """Until the President returns."""
    left = rows(""">_In the absence of the President, Ms. Lodi_
>_(Pakistan), Vice-President, took the Chair._

>**The Acting President**: We go on.

>_The President returned to the Chair._

>**The President**: I thank Ms. Lodi.""")
    acting, president = drafts(assembly(left))
    assert (acting.speaker.name, acting.delegation and acting.delegation.code) == ("Ms. Lodi", "PAK")
    assert acting.speaker.role == "Acting President of the General Assembly"
    assert (president.speaker.name, president.capacity) == ("Mr. Muhammad-Bande", "president")


def test_a_head_of_state_speaks_for_the_state_of_the_heading() -> None:
    """The header gives no country; the heading of the address does."""
    left = rows("""**Agenda item 8**

**General debate**

**Address by Mr. Jair Bolsonaro, President of**
**the Federative Republic of Brazil**

>**The President**: The Assembly will now hear an address by
the President of Brazil.

>**President Bolsonaro** (_spoke in Portuguese;_
_English text provided by the delegation_):
Brazil is back.""")
    _, brazil = drafts(assembly(left))
    assert brazil.delegation is not None
    assert (brazil.speaker.name, brazil.delegation.code, brazil.language) == (
        "President Bolsonaro",
        "BRA",
        "Portuguese",
    )
    assert (brazil.topic, brazil.text) == ("General debate", "Brazil is back.")


def test_a_committee_has_its_chair() -> None:
    """Verbatim records of the First Committee."""
    title = [
        "Seventy-fourth session",
        "First Committee",
        "10th meeting",
        "Friday, 18 October 2019, 10 a.m.",
        "New York",
    ]
    front = [f"_Chair_: Mr. Llorentty Soliz {DOTS}(Plurinational State of Bolivia)"]
    sheets = [
        cover("A/C.1/74/PV.10", "General Assembly", title, front, []),
        body(2, 2, "A/C.1/74/PV.10", [">**The Chair** (_spoke in Spanish_): I open the", "meeting."]),
    ]
    (draft,) = drafts(sheets)
    assert (draft.organ, draft.meeting) == ("General Assembly, First Committee", "A/C.1/74/PV.10")
    assert draft.delegation is not None
    assert (draft.speaker.name, draft.delegation.code, draft.capacity) == (
        "Mr. Llorentty Soliz",
        "BOL",
        "president",
    )


BODIES = [
    ("Special Envoy of the Secretary-General for Yemen", "United Nations"),
    ("Secretary-General of the League of Arab States", "League of Arab States"),
    ("Permanent Observer of the African Union to the United Nations", "African Union"),
    ("Permanent Representative of Morocco to the United Nations, in his capacity as Chair of the Central "
     "African Republic configuration of the Peacebuilding Commission", "United Nations"),
    ("King of the Belgians", "Belgium"),
    ("President of the Commission for the Clarification of Truth of Colombia", None),
    ("Managing Director for Africa, European External Action Service", "European Union"),
    ("Deputy Director of Operations, Conflict Armament Research", None),
]  # fmt: skip


@pytest.mark.parametrize(("role", "body"), BODIES)
def test_a_role_tells_whose_office_it_is(role: str, body: str | None) -> None:
    """A State's, an organisation's, the United Nations', or nobody's we know."""
    assert body_of(role, load_delegations()) == body


INTRODUCED = [
    ("Mr. Griffiths", "I invite the following briefers: Mr. Martin Griffiths, Special Envoy of the "
     "Secretary-General for Yemen, and Mr. Ramesh Rajasingham, Director, Coordination Division.",
     "Special Envoy of the Secretary-General for Yemen"),
    ("Mr. Rajasingham", "I invite Mr. Martin Griffiths, Special Envoy; and Mr. Ramesh Rajasingham, Director, "
     "Coordination Division, to participate in this meeting.", "Director, Coordination Division"),
    ("Ms. Fall", "I invite Ms. Binta Fall of the NGO to speak.", None),
    ("Mr. Annan", "I give the floor to the Chair of The Elders, Mr. Kofi Annan.", "Chair of The Elders"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "said", "role"), INTRODUCED)
def test_guests_have_the_role_in_which_they_are_introduced(name: str, said: str, role: str | None) -> None:
    """By name and office, before or after each other."""
    assert find_role(name, [said]) == role


def test_the_heading_of_an_address_tells_the_office() -> None:
    """After the name."""
    heading = "Address by Mr. Barack Obama, President of the United States of America"
    assert role_in_heading("President Obama", heading) == "President of the United States of America"
    assert role_in_heading("Mr. Other", heading) is None


@pytest.mark.parametrize(("taken", "name", "code"), [
    ("_Mr. Sevilla Borja (Ecuador), Vice-President, in the Chair._", "Mr. Sevilla Borja", "ECU"),
    ("_Mr. Llorentty Soliz (Plurinational State of Bolivia) took the Chair._", "Mr. Llorentty Soliz", "BOL"),
    ("_Ms. Pobee took the Chair._", "Ms. Pobee", None),
    ("_The meeting resumed._", None, None),
])  # fmt: skip
def test_the_acting_president_is_whoever_took_the_chair(taken: str, name: str, code: str | None) -> None:
    """By the record's words; where they are silent, not the President who is absent."""
    (acting,) = drafts(assembly([f">{taken}", "", ">**The Acting President**: We begin."]))
    assert (acting.speaker.name, acting.delegation and acting.delegation.code) == (name, code)


def test_the_chair_may_pass_to_another_president_of_the_cover() -> None:
    """Whose State is on the cover only."""
    front = [f"_President_: Mr. Pham {DOTS}(Viet Nam)", f">_later_: Mr. Dang {DOTS}(Viet Nam)", *FRONT[1:]]
    left = [*SPEECH, *BELGIUM, "", ">_Mr. Dang took the Chair._", "", ">**The President**: I go on."]
    first, _, last = drafts(council("S/PV.8699", left, front=front))
    assert (first.speaker.name, last.speaker.name) == ("Mr. Pham", "Mr. Dang")
    assert last.delegation is not None
    assert last.delegation.code == "VNM"


def test_a_co_chair_is_named_by_the_state_alone() -> None:
    """Not by the President on the cover."""
    (chair,) = drafts(assembly([">**The Co-Chairperson** (Finland): We begin."]))
    assert (chair.speaker.name, chair.delegation and chair.delegation.code) == (None, "FIN")
