"""Replies as a person reads them in a terminal.

In: reply models of `api.schemas`. Out: plain text, wrapped, without the characters from the record that could
steer a terminal or turn the direction of writing.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence

from api import schemas as wire
from index.text.amounts import many
from index.text.steering import without_steering
from rag.citation.parts import with_day

WIDTH = 100
MARKS = re.compile(r"(\[\d+\])(?:\[\d+\]){2,}(\[\d+\])")
"""Many marks in a row, as the count of a long list has them, are shown by the first and the last."""
MOST_VALUES = 12
"""Values of a facet to print; `--json` has them all."""


def answer(value: wire.Answer) -> str:
    return _answer(value, f"More: ask again with --cursor {value.next}")


def turn(value: wire.Answer) -> str:
    """An answer of a conversation, in which a word asks for the rest."""
    return _answer(value, "There is more of this list: type “more”.")


def _answer(value: wire.Answer, more: str) -> str:
    """`more` is how the next part of a list is asked for."""
    taken = _completed(value)
    if value.refusal is not None:
        return blocks(
            taken, wrapped(value.refusal.message), _nearest(value.refusal), _taken(value.interpreted)
        )
    notes = [_note(citation) for citation in value.citations]
    rest = more if value.next else ""
    text = wrapped(MARKS.sub(r"\1–\2", value.text))
    return blocks(taken, text, "\n".join(notes), rest, _written(value), _taken(value.interpreted))


def _completed(value: wire.Answer) -> str:
    """The whole question, if a follow-up was asked."""
    whole = value.standalone_question
    return wrapped(f"Asked as: {whole}") if whole is not None and whole != value.question else ""


def listed(values: Mapping[str, object]) -> str:
    """Names and values, one a line."""
    return "\n".join(f"{name}: {plain(value)}" for name, value in values.items())


def _note(value: wire.Citation) -> str:
    return wrapped(f"[{value.number}] {value.text}{leaning(value)}", "    ")


def leaning(value: wire.Citation) -> str:
    """The sentence that a quotation cannot be understood without."""
    return f" It leans on the sentence before: “{value.leads}”" if value.leads else ""


def dated(value: wire.Citation) -> str:
    """Where words stand, with their day."""
    return with_day(value.text, value.date)


def _written(value: wire.Answer) -> str:
    """What became of the model's text: why it is not shown, what was removed and why."""
    lines = []
    if value.fallback_reason is not None:
        why = value.fallback_reason.replace("_", " ")
        lines.append(f"The model's answer is not shown ({why}); these are the speakers' own words.")
    if value.removed:
        were = "was" if len(value.removed) == 1 else "were"
        lines.append(f"{many(len(value.removed), 'sentence')} of the model {were} removed:")
        lines += [f"- {one.text} ({one.verdict.replace('_', ' ')}: {one.reason})" for one in value.removed]
    return "\n".join(wrapped(line, "  ") for line in lines)


def search_result(value: wire.SearchResult) -> str:
    found = [_hit(hit) for hit in value.hits] or ["Nothing was found."]
    return blocks(*found, _facets(value.facets), _taken(value.interpreted))


def _facets(value: wire.Facets | None) -> str:
    """How the passages that hold the query's words are spread, the largest of each kind."""
    if value is None:
        return ""
    words = " ".join(value.words)
    told = f"{many(value.statements, 'statement')}, {many(value.passages, 'passage')}"
    head = f"Holding the words ({words}): {told}"
    kinds = ("delegations", "years", "meetings", "organs", "capacities")
    return "\n".join((wrapped(head), *(_facet(kind, getattr(value, kind)) for kind in kinds)))


def _facet(kind: str, values: Sequence[wire.Facet]) -> str:
    told = [f"{one.name} {one.statements}" for one in values[:MOST_VALUES]]
    more = [f"{len(values) - MOST_VALUES} more"] if len(values) > MOST_VALUES else []
    return wrapped(f"  {kind}: {', '.join(told + more) or 'none'}", "    ")


def quote_check(value: wire.QuoteCheck) -> str:
    differences = [_difference(difference) for difference in value.differences]
    match = value.match
    place = "" if match is None else blocks(wrapped(f"“{match.quote}”", "  "), wrapped(_found(match), "  "))
    verdict = value.verdict.replace("_", " ").capitalize()
    return blocks(wrapped(f"{verdict}. {value.message}"), "\n".join(differences), place)


def _found(match: wire.Citation) -> str:
    """Where a quotation stands, with its day if the record has one."""
    return dated(match) if match.date else match.text


def draft_report(value: wire.DraftReport) -> str:
    bad = sum(one.check.verdict != "verbatim" for one in value.quotations)
    head = f"{value.name}: {many(len(value.quotations), 'quotation')}, {bad} not verbatim."
    return blocks(head, *(_draft_quotation(one) for one in value.quotations))


def _draft_quotation(one: wire.DraftQuotation) -> str:
    check = one.check
    verdict = check.verdict.replace("_", " ")
    place = f"paragraph {one.paragraph}" + (f" ({one.part})" if one.part != "text" else "")
    lines = [f"{place}, {verdict}: “{one.quote}”", check.message if check.match else ""]
    lines += [_difference(difference) for difference in check.differences]
    lines.append(f"footnote: {one.footnote}" if one.footnote else "")
    return "\n".join(wrapped(line, "  ") for line in lines if line)


def verified_answer(value: wire.VerifiedAnswer) -> str:
    bad = sum(one.verdict != "supported" for one in value.sentences)
    head = f"{many(len(value.sentences), 'sentence')}, {bad} not supported by the record."
    return blocks(head, *(_verified_sentence(one) for one in value.sentences))


def _verified_sentence(one: wire.VerifiedSentence) -> str:
    verdict = one.verdict.replace("_", " ")
    lines = [f"{verdict}: {one.text}", one.reason, *(_found(citation) for citation in one.citations)]
    return "\n".join(wrapped(line, "  ") for line in lines if line)


def statement(value: wire.Statement) -> str:
    return blocks(_heading(value), *_numbered(value), _points(value))


def _hit(value: wire.Hit) -> str:
    head = f"{value.rank}. {dated(value.citation)}"
    ids = f"statement {value.statement.id}, passage {value.passage.id}"
    return "\n".join((wrapped(head, "   "), _indented(value.passage.text, "   "), f"   ({ids})"))


def _nearest(value: wire.Refusal) -> str:
    if not value.nearest:
        return ""
    return blocks("Nearest in the record:", *(_hit(hit) for hit in value.nearest))


def _taken(value: wire.Interpreted) -> str:
    taken = [f"“{found.words}” as {found.meaning}" for found in value.recognised]
    lines = [f"Taken: {'; '.join(taken)}."] if taken else []
    return "\n".join(wrapped(line, "  ") for line in (*lines, *value.notes))


def _difference(value: wire.Difference) -> str:
    told = {
        "changed": f"“{value.quoted}” stands for “{value.recorded}”",
        "missing": f"“{value.recorded}” is left out",
        "added": f"“{value.quoted}” is not in the record",
        "moved": f"“{value.quoted}” stands elsewhere",
        "spliced": f"“{value.quoted}” joins words from different places",
    }
    return wrapped(f"- {told[value.kind]}{' (changes the meaning)' if value.serious else ''}", "  ")


def _heading(value: wire.StatementRef) -> str:
    who = value.speaker.name or value.speaker.role or "Unnamed speaker"
    delegation = "" if value.delegation is None else f" ({value.delegation.name})"
    rest = [value.meeting, value.date, value.topic, value.source.path]
    return "\n".join(
        (
            without_steering(who + delegation),
            *(without_steering(part) for part in rest if part),
            f"statement {value.id}",
        )
    )


def _numbered(value: wire.Statement) -> Iterable[str]:
    if not value.paragraphs:
        yield _indented(value.text, "")
    for paragraph in value.paragraphs:
        number = f"{paragraph.number}."
        page = "" if paragraph.page is None else f"[p. {paragraph.page}] "
        yield wrapped(f"{number:<5}{page}{value.text[paragraph.start : paragraph.end]}", "     ")


def _points(value: wire.Statement) -> str:
    return "\n".join(["Points:", *(_point(point, value.text) for point in value.points)])


def _point(point: wire.StatementPoint, text: str) -> str:
    where = "" if point.paragraphs is None else f", {_range(point.paragraphs)}"
    words = textwrap.shorten(without_steering(text[point.start : point.end]), 70, placeholder=" ...")
    return f"  {point.number:>2} {point.kind}{where}: {words}"


def _range(value: wire.Range) -> str:
    one = value.first == value.last
    return f"paragraph {value.first}" if one else f"paragraphs {value.first}-{value.last}"


def plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {plain(inner)}" for name, inner in value.items() if inner is not None)
    if isinstance(value, list):
        return "; ".join(plain(inner) for inner in value) or "none"
    return without_steering(f"{value:,}" if type(value) is int else str(value))


def blocks(*blocks: str) -> str:
    return "\n\n".join(block for block in blocks if block)


def wrapped(text: str, hanging: str = "") -> str:
    lines = (
        textwrap.fill(line, WIDTH, subsequent_indent=hanging, break_on_hyphens=False, break_long_words=False)
        for line in without_steering(text).splitlines()
    )
    return "\n".join(lines)


def _indented(text: str, indent: str) -> str:
    lines = (
        textwrap.fill(
            line,
            WIDTH,
            initial_indent=indent,
            subsequent_indent=indent,
            break_on_hyphens=False,
            break_long_words=False,
        )
        for line in without_steering(text).splitlines()
    )
    return "\n".join(lines)
