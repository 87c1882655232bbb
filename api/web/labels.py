"""What pages call things: styles, formats, answerers, verdicts, sides, by the names they have on the wire."""

from __future__ import annotations

EXAMPLES = (
    "Which delegations support unarmed civilian protection?",
    "What does Kazakhstan say about unarmed civilian protection?",
    "Which delegations mentioned hospitals or medical facilities?",
)
"""Questions the sample records answer."""
STYLES = {
    "un": "UN footnote",
    "short": "Short",
    "chicago": "Chicago",
    "oscola": "OSCOLA",
    "bluebook": "Bluebook",
}
REFERENCES = {"ris": "RIS", "bibtex": "BibTeX", "csl": "CSL JSON"}
BRIEFS = {"docx": "Word", "md": "Markdown", "html": "HTML", "pdf": "PDF"}
ANSWERERS = {"": "the speakers’ own words", "chat": "a language model’s words, each sentence checked"}
FALLBACKS = {
    "no_answer": "found no answer in the passages",
    "nothing_supported": "wrote nothing that the record supports",
    "unauthorized": "did not accept the key that is configured",
    "rate_limited": "is asked too often just now",
    "overloaded": "is too busy just now",
}
"""Why the speakers' own words are shown instead of a model's; for any other reason, it did not answer as it
should."""
LENGTHS = {"short": "First page only", "standard": "With an annex", "full": "With every quotation"}
VERDICTS = {
    "verbatim": "Word for word on record",
    "altered": "Altered",
    "misattributed": "On record, but said by someone else",
    "not_found": "Not found on record",
}
DIFFERENCES = {
    "changed": "Changed",
    "missing": "Left out",
    "added": "Added",
    "moved": "Moved",
    "spliced": "Joined from different places",
}
SIDES = {
    "for": "speaks for it",
    "against": "speaks against it",
    "conditional": "on a condition",
    "unclear": "no clear side",
}
