"""Names made comparable: case, accents and punctuation folded away. In: a name. Out: its plain words."""

from __future__ import annotations

import re
import unicodedata


def fold_name(name: str) -> str:
    """ "Mrs. Jürgenson-Smith" -> "mrs jurgenson smith"."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", plain))
