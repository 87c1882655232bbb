"""Examples shown in the interface's documentation; they work on the sample records in `seeds/`."""

from __future__ import annotations

from fastapi.openapi.models import Example

from api import sample

ASK: dict[str, Example] = {
    "one delegation": {
        "summary": "What one delegation said",
        "value": {"question": "What does Kazakhstan say about unarmed civilian protection?"},
    },
    "filtered": {
        "summary": "Several delegations, one year",
        "value": {
            "question": "Which delegations mentioned hospitals or medical facilities?",
            "filters": {"since": "2020-01-01", "until": "2020-12-31"},
            "limit": 20,
        },
    },
}
SEARCH: dict[str, Example] = {
    "filtered": {
        "summary": "Passages of two delegations",
        "value": {
            "query": "attacks on medical personnel",
            "filters": {"delegations": ["Switzerland", "KAZ"]},
            "limit": 5,
        },
    },
}
SIMILAR: dict[str, Example] = {
    "text": {
        "summary": "A sentence from a statement",
        "value": {
            "text": "New technologies make peacekeepers safer and help them to protect civilians.",
            "limit": 20,
        },
    },
    "passage": {
        "summary": "A passage of the record",
        "value": {"passage_id": sample.PASSAGE, "by_date": True},
    },
}
COMPARE: dict[str, Example] = {
    "two issues": {
        "summary": "Two issues, all delegations of a meeting",
        "value": {
            "issues": ["attacks on hospitals", "explosive weapons in populated areas"],
            "filters": {"meetings": ["S/2020/465"]},
        },
    },
}
HISTORY: dict[str, Example] = {
    "one delegation": {
        "summary": "What one delegation said on an issue, year after year",
        "value": {"delegation": "Kazakhstan", "issue": "unarmed civilian protection"},
    },
    "our own": {
        "summary": "Our own record since 2015",
        "value": {
            "delegation": "we",
            "as": "Kazakhstan",
            "issue": "unarmed civilian protection",
            "filters": {"since": "2015-01-01"},
        },
    },
}
BRIEF: dict[str, Example] = {
    "topic": {
        "summary": "A briefing as a page",
        "value": {"topic": "medical care in conflict", "format": "html"},
    },
    "passages": {
        "summary": "Passages chosen by hand, for a word processor",
        "value": {"topic": "Unarmed protection", "passages": [sample.PASSAGE], "format": "docx"},
    },
}
QUOTE: dict[str, Example] = {
    "attributed": {
        "summary": "A quotation with its attribution",
        "value": {
            "quote": "We must also actively use innovative practical tools",
            "delegation": "Kazakhstan",
        },
    },
}
VERIFY: dict[str, Example] = {
    "with references": {
        "summary": "A text of another system with its sources",
        "value": {
            "text": "Kazakhstan wants to use innovative tools, including unarmed civilian protection [1].\n"
            "Kazakhstan rejects unarmed civilian protection [1].\n\n[1] S/2020/465 (Kazakhstan)"
        },
    },
}
STATEMENT_ID: dict[str, Example] = {
    "sample": {"summary": "As given in answers and lists", "value": sample.STATEMENT}
}
TASK_ID: dict[str, Example] = {
    "task": {"summary": "As given in `Location`", "value": "0f2c4e6a8b1d3f5a7c9e0b2d4f6a8c1e"}
}
PASSAGE_ID: dict[str, Example] = {"sample": {"summary": "As given with every hit", "value": sample.PASSAGE}}
CHAT: dict[str, Example] = {
    "question": {
        "summary": "A question, as chat clients send it",
        "value": {
            "model": "on-record",
            "messages": [
                {"role": "user", "content": "What does Kazakhstan say about unarmed civilian protection?"}
            ],
        },
    },
    "filtered": {
        "summary": "With filters of this service",
        "value": {
            "model": "on-record",
            "messages": [{"role": "user", "content": "Which delegations mentioned hospitals?"}],
            "on_record": {"filters": {"since": "2020-01-01", "until": "2020-12-31"}, "limit": 20},
        },
    },
}
MODEL_ID: dict[str, Example] = {"sample": {"summary": "As listed", "value": "on-record"}}
