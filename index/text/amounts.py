"""How many of a thing, in words: a number and a noun in; "1 statement", "1,839 statements" out."""

from __future__ import annotations


def many(number: int, noun: str) -> str:
    """The noun takes an s for more than one, and for none."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
