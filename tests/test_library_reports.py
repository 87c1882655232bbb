"""Nothing that the service loads keeps or sends a report of its use."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.network import python_path

ROOT = Path(__file__).parent.parent
EMBEDS = """
import os
from index.embedding.packaged import PackagedEmbedder
PackagedEmbedder().embed_passages(["We ask for a ceasefire."])
print(*(os.readlink(f"/proc/self/fd/{one}") for one in os.listdir("/proc/self/fd") if one.isdigit() and
        os.path.exists(f"/proc/self/fd/{one}")), sep="\\n")
"""


@pytest.mark.model
def test_the_runtime_of_models_makes_no_reports(tmp_path: Path) -> None:
    """It would keep them under the user's folder, with a number for the device, until it can send them."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": python_path(ROOT), "HOME": str(tmp_path)}
    ran = subprocess.run(
        [sys.executable, "-c", EMBEDS], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert "onnxruntime.db" not in ran.stdout
    assert list(tmp_path.rglob("*onnxruntime*")) == []
