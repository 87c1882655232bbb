"""The public sets as groups for the reader; each reader of a set is one function and one line of `SETS`.

In: the data folder (`reading`, `argkp`, `argunsc`). Out: groups in the order of the files. What each set
is and under which licence stands in `rag/reader/CARD.md`.
"""

from __future__ import annotations

import ast
import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from index.model import Span
from rag.evaluation.reader.examples import (
    FIRST,
    SECOND,
    THIRD,
    Group,
    everywhere,
    marked,
    pair,
    passage_of,
)

SIDES = {
    "entailment": FIRST,
    "contradiction": SECOND,
    "neutral": THIRD,
    "not_entailment": SECOND | THIRD,
}


def scope(data: Path) -> Iterator[Group]:
    """ScoNe: what follows under one or two negations."""
    for file in sorted((data / "reading").glob("scone_*.csv")):
        for row in _csv(file):
            kind = "_edited" if row.get("sentence1_edited") else ""
            texts = (row[f"sentence1{kind}"], row[f"sentence2{kind}"])
            yield _inference("scone", *texts, row[f"gold_label{kind}"])


def monotone(data: Path) -> Iterator[Group]:
    """MED: what follows from more and less general words."""
    for row in _csv(data / "reading" / "MED.tsv", "\t"):
        if row["sentence1"] and row["gold_label"] in SIDES:
            yield _inference("med", row["sentence1"], row["sentence2"], row["gold_label"])


def negated(data: Path) -> Iterator[Group]:
    """Inference with negations put into known pairs."""
    for name in ("MNLI", "SNLI", "RTE"):
        with (data / "reading" / f"negnli_{name}.txt").open(encoding="cp1252") as stream:
            for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield _inference("negnli", row["Text"], row["Hypothesis"], row["gold_label"].strip())


def facts(data: Path) -> Iterator[Group]:
    """FEVER: claims that evidence supports or refutes."""
    for name in ("eval", "test"):
        for row in _csv(data / "reading" / f"fevernli_{name}.csv"):
            evidence = " ".join(ast.literal_eval(row["evidence"])) if row["evidence"] else ""
            if row["label"] in ("1", "2") and 0 < len(evidence) < 500:
                side = FIRST if row["label"] == "1" else SECOND
                yield _one("fever", pair("stance", row["claim"], passage_of("", evidence), side))


def arguments(data: Path) -> Iterator[Group]:
    """ArgKP: arguments for and against a motion, and the key points they make."""
    for part in ("train", "dev"):
        said = {row["arg_id"]: row for row in _csv(data / "argkp" / f"arguments_{part}.csv")}
        for at, row in enumerate(said.values()):
            topic = row["topic"] if at % 2 else row["topic"].removeprefix("We should ")
            side = FIRST if row["stance"] == "1" else SECOND
            yield _one("argkp", everywhere("stance", topic, passage_of("", row["argument"]), side))


def key_points(data: Path) -> Iterator[Group]:
    """ArgKP: an argument supports the key points it makes."""
    for part in ("train", "dev"):
        said = {row["arg_id"]: row for row in _csv(data / "argkp" / f"arguments_{part}.csv")}
        points = {row["key_point_id"]: row for row in _csv(data / "argkp" / f"key_points_{part}.csv")}
        for at, row in enumerate(_csv(data / "argkp" / f"labels_{part}.csv")):
            if row["label"] == "0" and at % 4:
                continue  # four fifths do not match
            passage = passage_of("", said[row["arg_id"]]["argument"])
            side = FIRST if row["label"] == "1" else THIRD
            yield _one("key points", pair("stance", points[row["key_point_id"]]["key_point"], passage, side))


def attacks(data: Path) -> Iterator[Group]:
    """ArgUNSC: premises that support or attack a claim of the same speech."""
    sides = {"support": FIRST, "attack": SECOND}
    for row in _csv(data / "argunsc" / "component_relations_local.csv"):  # eight in nine support
        side = sides.get(row["relation type"])
        if side == SECOND or (side == FIRST and int(row["id"]) % 3 == 0):
            premise, claim = ast.literal_eval(row["two_components"])
            yield _one("argunsc", pair("stance", claim, passage_of("", premise), side))


def squad(data: Path) -> Iterator[Group]:
    """SQuAD 2.0: questions that a paragraph answers, and those it only seems to; the sentences near the
    answer.
    """
    held = json.loads((data / "reading" / "squad2_dev.json").read_text(encoding="utf-8"))
    for article in held["data"]:
        for paragraph in article["paragraphs"]:
            for row in paragraph["qas"]:
                found = _squad(article["title"].replace("_", " "), paragraph["context"], row)
                if found is not None:
                    yield found


def _squad(title: str, context: str, row: dict[str, Any]) -> Group | None:
    passage = passage_of(f"{title}.", context)
    told = row["answers"] or row.get("plausible_answers") or []
    if not told:
        return None
    at = told[0]["answer_start"]
    first = next((n for n, span in enumerate(passage.sentences) if span.end > at), 0)
    near = passage.sentences[max(0, first - 1) : first + 2]
    start = near[0].start
    cut = passage_of(passage.header, context[start : near[-1].end])
    if row["is_impossible"]:
        return _one("squad", everywhere("answer", row["question"], cut, THIRD))
    answer = Span(at - start, at - start + len(told[0]["text"]))
    return _one("squad", marked("answer", row["question"], cut, FIRST, answer))


def yes_or_no(data: Path) -> Iterator[Group]:
    """CondaQA: questions on a passage with a negation; yes and no are sides of the question."""
    sides = {"YES": FIRST, "NO": SECOND, "DON'T KNOW": THIRD}
    for name in ("condaqa_dev", "conda_fs_1", "conda_fs_2"):
        for row in _json_lines(data / "reading" / f"{name}.json"):
            label = str(row["label"]).strip().upper()
            passage = passage_of("", " ".join(str(row["sentence1"]).split()))
            if label in sides and len(passage.text) < 700:
                yield _one("condaqa", pair("stance", row["sentence2"], passage, sides[label]))


SETS: dict[str, tuple[Callable[[Path], Iterator[Group]], int]] = {
    "squad": (squad, 1600),
    "fever": (facts, 1600),
    "scone": (scope, 1000),
    "med": (monotone, 600),
    "negnli": (negated, 1500),
    "argkp": (arguments, 1800),
    "key points": (key_points, 800),
    "argunsc": (attacks, 500),
    "condaqa": (yes_or_no, 350),
}
"""Each set, and how many of its rows are drawn: what an hour on two cores leaves room for."""


def _inference(source: str, text: str, claim: str, label: str) -> Group:
    return _one(source, pair("stance", claim, passage_of("", text), SIDES[label]))


def _one(source: str, example: Any) -> Group:
    return Group(source, "", (example,))


def _csv(file: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        if delimiter == "\t":
            yield from csv.DictReader(stream, delimiter=delimiter, quoting=csv.QUOTE_NONE)
        else:
            yield from csv.DictReader(stream, delimiter=delimiter)


def _json_lines(file: Path) -> Iterator[dict[str, Any]]:
    """Rows of a JSON array or of one object a line."""
    text = file.read_text(encoding="utf-8")
    if text.lstrip().startswith("["):
        yield from json.loads(text)
    else:
        yield from (json.loads(line) for line in text.splitlines() if line.strip())
