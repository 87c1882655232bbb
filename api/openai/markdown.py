"""Words of the record as chat clients show them: their Markdown reads as the record has it, and does nothing.

In: text. Out: the same text with marks escaped that would draw an image, make a link or begin markup.
"""

from __future__ import annotations

import re

from index.text.steering import without_steering

ACTIVE = re.compile(r"!(?=\[)|\](?=[(\[])|<(?=[A-Za-z/!?])|\](?=:)")
"""What begins an image, ends a link's text or begins a tag; single brackets and stars are left alone."""


def literal(text: str) -> str:
    return ACTIVE.sub(r"\\\g<0>", without_steering(text))
