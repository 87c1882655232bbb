"""The nouns of linking: a name in a question, what it names, how it was written, how sure that is.

In: nothing. Out: frozen values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.model import Span

LinkKind = Literal["delegation", "speaker", "role", "group"]
Form = Literal[
    "name", "demonym", "capital", "seat", "abbreviation", "former", "foreign", "body", "mission",
    "territory", "armed", "place", "group", "region", "office", "person", "record", "titled", "capitals",
    "capital_word", "phrase", "misspelt", ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """When a person held an office, ISO 8601, both days included; `names` are the record's for the office."""

    since: str
    until: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A name linked: `code` is the delegation or group it stands for, None where it has none.

    `codes` are the delegations whose statements its words would be; `names` are the record's names of a
    speaker, `state` the State named beside one. `lowered` marks an everyday word in small letters ("turkey").
    `home` are the codes that a person of public life has spoken for, none where that is not known; `term` is
    when that person was Secretary-General.
    """

    span: Span
    words: str
    kind: LinkKind
    code: str | None
    name: str
    form: Form
    confidence: float
    codes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    lowered: bool = False
    office: str | None = None
    state: str | None = None
    home: tuple[str, ...] = ()
    term: Term | None = None
