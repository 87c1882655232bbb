"""Statements whose quotations tests turn."""

from __future__ import annotations

from tests.quote_corpus import dated, statement

PERU = dated(
    statement(
        "Mr. President, we thank the Secretariat for its briefing.\n\nPeru is not permitted to "
        "accept any weakening "
        "of the arms embargo. The sanctions committee must be given the means to do its work. We "
        "will never agree to "
        "lifting the embargo before the elections are held.\n\nThe Group of Experts [on the "
        "Democratic Republic of the "
        "Congo] has reported that 1,250 weapons (mostly small arms) were seized in March. The "
        "situation in Ituri is "
        "getting worse, not better.\n\nThe parties have said that they will return to the table; we "
        "take them at their "
        "word. Civilians, in particular women and children, need protection now.",
        "peru",
        "Ms. Alva",
        ("PER", "Peru"),
        "S/PV.8500",
    ),
    "2019-04-02",
)
BENIN = dated(
    statement(
        "Mr. President, Benin supports the gradual lifting of the arms embargo once the benchmarks "
        "are met.\n\nWe do not "
        "support the use of unilateral measures. No State should be denied the right to protect its "
        "own borders.\n\nThe "
        "African Union's mediation is the only path to a lasting peace, and Benin will contribute "
        "450 troops to the "
        "mission.",
        "benin",
        "Mr. Dossou",
        ("BEN", "Benin"),
        "S/PV.8500",
    ),
    "2019-04-02",
)
ECUADOR = statement(
    "Ecuador will not, under any circumstances or pressure whatever, accept the reef plan. We do "
    "not, at this stage, "
    "support the harbour toll. My Government refuses to sign the toll treaty without a referendum. "
    "It is not true that "
    "Ecuador has agreed to the reef plan. Some 4,500 families depend on the reef, and nobody should "
    "be allowed to sell "
    "it. Unless the fleet leaves, we will close the strait. We will open the port only if the "
    "inspectors return. Some "
    "claim that the reef is dying. The divers may have damaged the coral. The crew allegedly sank "
    "the tender. It would "
    "be wrong to say that the fishermen were warned. The minister declined to name the owner of the "
    "ship. Should the "
    "storm return, the ferries will be stopped. We do not believe that the survey is complete. "
    "Hardly any of the "
    "islands has a clinic of its own. The company failed to repair the pier at Salinas. The talks "
    "have led to nothing, "
    "and we regret it. We hope that the lagoon will recover within a decade. Is the Council ready to "
    "close its eyes to "
    "the lagoon? That the reef was sold to a bank is simply not true. The harbour pilots couldn't "
    "read the new charts. "
    "Were it to come to a vote, Ecuador would abstain on the draft. The treaty will stay in force "
    "until the parties "
    "agree otherwise. The mayor, or so they say, has fled to the coast, they claim.",
    "ecuador",
    "Ms. Roa",
    ("ECU", "Ecuador"),
    "S/PV.9801",
)
NUMBERS = statement(
    "The programme reached 1,250,000 people, or 25 per cent of the population, at a cost of $4.5 "
    "million. The mine at "
    "Arlit employs 12 500 men and 1’200 women. Some 7,000 of them marched on 3 May 2020.",
    "niger",
    "Mr. Obi",
    ("NER", "Niger"),
    "S/PV.9800",
)
