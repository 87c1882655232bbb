"""The package as others get it: built, installed in an empty environment, and asked a question from there.

Libraries come from the present environment, as packages cannot be fetched here; this repository does not.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from api import VERSION

pytestmark = pytest.mark.model
ROOT = Path(__file__).parent.parent
STATEMENT = "Mr. Umarov (Kazakhstan): We support unarmed civilian protection in every mission.\n"
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check")
"""It would ask the network for its newest version, which no test may."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(*PIP, "wheel", "--no-deps", "--no-build-isolation", "-w", folder, ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of an environment that holds the wheel and, besides, only what it depends on."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, symlinks=True)
    bin = home / "bin"
    run(*PIP, "--python", bin / "python", "install", "--no-deps", "--no-index", wheel)
    own = Path(run(bin / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    (own / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return bin


def run(*command: str | Path, cwd: Path | None = None) -> str:
    """What the command prints; of our PYTHONPATH only the guard of the network is passed on."""
    guard, *_ = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ONRECORD_")}
    done = subprocess.run(
        command, cwd=cwd, env=kept | {"PYTHONPATH": guard}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_code_tables_and_types(wheel: Path) -> None:
    """Every file of the three packages, and no test; its version is the one the program tells."""
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
    packages = ("index", "rag", "api")
    listed = run("git", "-C", ROOT, "ls-files", *packages).split()
    assert set(listed) <= names
    assert {f"{package}/py.typed" for package in packages} <= names
    assert not [name for name in names if name.startswith(("tests", "seeds", "docs"))]
    assert wheel.name.startswith(f"on_record-{VERSION}-")


def test_an_installed_copy_answers_a_question(installed: Path, tmp_path: Path) -> None:
    """Away from the repository: records added, a question answered with its citation."""
    where = run(installed / "python", "-c", "import rag; print(rag.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(installed.parent)
    assert run(installed / "onrecord", "--version", cwd=tmp_path).strip() == f"onrecord {VERSION}"
    (tmp_path / "record.txt").write_text(STATEMENT, encoding="utf-8")
    run(installed / "onrecord", "add", "record.txt", cwd=tmp_path)
    answer = run(
        installed / "onrecord", "ask", "What does Kazakhstan say about unarmed protection?", cwd=tmp_path
    )
    assert "“We support unarmed civilian protection in every mission.” [1]" in answer
