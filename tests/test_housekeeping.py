"""What chat clients ask about the conversation itself is answered without search; questions are not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.openai.conversation import Conversation, read_conversation
from api.openai.housekeeping import ANSWERS, STANDALONE, housekeeping
from api.schemas import ChatMessage
from index.speakers.delegations import load_delegations
from index.tables import rows_of
from rag.question.followups.conversation import Completer, Turn
from rag.question.reader import QuestionReader
from tests.question_table import record

QUESTION = "What does Kazakhstan say about unarmed civilian protection?"
SAID = f"USER: {QUESTION}\nASSISTANT: Mr. Umarov said that [1].\n"
HISTORY = f"### Chat History:\n<chat_history>\n{SAID}</chat_history>"
TRAINED = Path(__file__).parent.parent / "rag/question/training/questions.jsonl"


DELEGATIONS = load_delegations()
FACTS = record(DELEGATIONS)
COMPLETER = Completer(lambda: FACTS, DELEGATIONS, QuestionReader())


def standalone(question: str, before: Sequence[str]) -> str:
    return COMPLETER.complete(question, [Turn(one) for one in before]).question


def reply(*messages: tuple[str, str]) -> str | None:
    said = [ChatMessage(role=role, content=text) for role, text in messages]
    return housekeeping(read_conversation(said), standalone)


@pytest.mark.parametrize(
    ("prompt", "answer"),
    [
        (
            "### Task:\nGenerate a concise, 3-5 word title with an emoji summarizing the chat history.\n"
            f'### Output:\nJSON format: {{ "title": "your title" }}\n{HISTORY}',
            {"title": QUESTION},
        ),
        (
            "### Task:\nGenerate 1-3 broad tags categorizing the main themes of the chat history.\n"
            f'### Output:\nJSON format: {{ "tags": ["tag1", "tag2"] }}\n{HISTORY}',
            {"tags": ["General"]},
        ),
        (
            "### Task:\nSuggest 3-5 relevant follow-up questions or prompts that the user might ask "
            f'next in this conversation.\nJSON format: {{ "follow_ups": ["Question 1?"] }}\n{HISTORY}',
            {"follow_ups": []},
        ),
        (
            "### Task:\nAnalyze the chat history to determine the necessity of generating search queries, in "
            f'the given language.\nRespond in the format: {{ "queries": ["query1"] }}\n{HISTORY}',
            {"queries": []},
        ),
        (
            "### Task:\nYou are an autocompletion system. Continue the text in `<text>`.\n"
            'Respond only in JSON format: `{ "text": "<completion>" }`.\n<text>What did the</text>',
            {"text": ""},
        ),
        (
            "### Task:\nGenerate a detailed prompt for am image generation task based on the language.\n"
            f'JSON: {{ "prompt": "..." }}\n{HISTORY}',
            {"prompt": ""},
        ),
        (
            "Please help me predict the three most likely questions that human would ask, and keep each "
            f"question short.\nThe output must be an array in JSON format.\n{SAID}",
            [],
        ),
    ],
)
def test_prompts_for_json_are_answered_in_it(prompt: str, answer: Any) -> None:
    said = reply(("user", prompt))
    assert said is not None
    assert json.loads(said) == answer


@pytest.mark.parametrize(
    "messages",
    [
        [
            (
                "user",
                "Provide a concise, 5-word-or-less title for the conversation, using title case conventions. "
                f"Only return the title itself.\n\nConversation:\nUser: {QUESTION}\nAI: Mr. Umarov said so.",
            )
        ],
        [
            (
                "user",
                "Analyze this conversation and provide:\n1. The detected language of the conversation\n"
                f"2. A concise title in the detected language (5 words or less)\n\nUser: {QUESTION}\nAI: So.",
            )
        ],
        [
            ("user", QUESTION),
            ("assistant", "Mr. Umarov said so."),
            (
                "user",
                "Please generate a four to five word title summarizing our conversation without any lead-in, "
                "punctuation or additional text.",
            ),
        ],
        [
            ("user", QUESTION),
            ("assistant", "Mr. Umarov said so."),
            ("user", "Given the following... please reply with a title for the chat that is 3-4 words."),
        ],
        [
            (
                "user",
                "Based on the chat history, give this conversation a name.\nKeep it short.\n"
                f"```\nuser: {QUESTION}\n```",
            )
        ],
        [
            (
                "system",
                "You are a professional conversation summarizer. Generate a concise title that captures the "
                "essence of the conversation.\n- Output ONLY the title text\n- Maximum 10 words",
            ),
            ("user", f"user: {QUESTION}\nassistant: Mr. Umarov said so."),
        ],
        [
            (
                "system",
                "- you will generate a short title based on the first message a user begins a conversation "
                "with\n- ensure it is not more than 80 characters long",
            ),
            ("user", QUESTION),
        ],
        [
            ("user", QUESTION),
            ("assistant", "Mr. Umarov said so."),
            ("user", "What would be a short and relevant title for this chat?"),
        ],
    ],
)
def test_a_title_is_the_first_question(messages: list[tuple[str, str]]) -> None:
    """In the user's own words, cut where they are too long."""
    assert reply(*messages) == QUESTION


def test_a_long_question_is_cut_at_a_word() -> None:
    words = "What do the delegations that spoke in the open debate say about the protection of hospitals?"
    prompt = f"Generate a short title for this conversation.\nUser: {words}"
    assert reply(("user", prompt)) == "What do the delegations that spoke in the open debate say …"


def test_a_follow_up_is_left_as_it_was_asked() -> None:
    """Clients that condense a conversation before asking get the question completed from it."""
    prompt = (
        "Given the following conversation and a follow up question, rephrase the follow up question to be a "
        f"standalone question.\n\nChat History:\n{SAID}Follow Up Input: And what about France?\n"
        "Standalone question:"
    )
    assert reply(("user", prompt)) == "What does France say about unarmed civilian protection?"


@pytest.mark.parametrize("said", ["Thanks!", "ok, great", "thank you"])
def test_thanks_are_no_question(said: str) -> None:
    assert (reply(("user", QUESTION), ("assistant", "So."), ("user", said)) or "").startswith(
        "Nothing was asked"
    )


def test_a_summary_for_later_is_the_questions_asked() -> None:
    prompt = "Summarize the discussion briefly in 200 words or less to use as a prompt for future context."
    assert reply(("user", QUESTION), ("assistant", "So."), ("user", prompt)) == f"Asked so far: {QUESTION}"


@pytest.mark.parametrize(
    "question",
    [
        "Summarize the discussion on the protection of civilians.",
        "What title did the representative give to the conversation about reform?",
        "Which delegations suggested a name for the mission?",
        "Name the topics of the dialogue that Egypt raised.",
        "Give the title of the resolution that France cited.",
        "Which questions did the delegations raise that other users of the sea might ask?",
        "Who generated a list of tags for small arms?",
        "Analyze this debate and provide the main positions.",
        "Who called for a conversation on the title of the report?",
    ],
)
def test_questions_to_the_record_are_none(question: str) -> None:
    assert reply(("user", question)) is None


def test_no_question_of_many_is_taken_for_housekeeping() -> None:
    """The questions that understanding is trained on, all of them."""
    questions = [json.loads(line)["question"] for line in TRAINED.read_text(encoding="utf-8").splitlines()]
    assert len(questions) > 1000
    assert [asked for asked in questions if housekeeping(Conversation(asked, (), ""), standalone)] == []


@pytest.mark.parametrize(
    "instructions",
    [
        "You are a helpful assistant. Use Markdown.",
        "Always end by suggesting follow-up questions the user might ask.",
        "You help diplomats. When you write a brief, give it a title. Keep the conversation polite.",
        "Answer only from the tools.",
    ],
)
def test_a_users_own_instructions_hide_no_question(instructions: str) -> None:
    assert reply(("system", instructions), ("user", QUESTION)) is None


def test_every_kind_of_the_table_has_an_answer() -> None:
    assert {row["kind"] for row in rows_of("api", "housekeeping.tsv")} == {*ANSWERS, STANDALONE}


def test_housekeeping_searches_nothing(client: TestClient) -> None:
    """The completion says so: no answer, no citation, no source."""
    asked = {"role": "user", "content": f"Suggest a short title for this conversation.\nUser: {QUESTION}"}
    said = client.post("/v1/chat/completions", json={"model": "on-record", "messages": [asked]}).json()
    assert said["choices"][0]["message"]["content"] == QUESTION
    assert (said["on_record"], said["citations"], said["search_results"]) == (None, [], [])
