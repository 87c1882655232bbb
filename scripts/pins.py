"""Pins what `pyproject.toml` asks for, as it is installed here, with the hashes of the files.

In: the environment this runs in and the path of `uv`, which knows the hashes of all files on PyPI. Out:
`constraints.txt`, what the service needs, `constraints-dev.txt`, what only tests and checks need besides, and
`constraints-build.txt`, what makes the wheel.
What torch needs for graphics cards is in neither: that depends on the build of torch that a machine takes.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement

HEAD = "# {}, with the hashes of its files on PyPI; `make pins` renews this.\n"


def name_of(name: str) -> str:
    """As PEP 503 compares names."""
    return re.sub(r"[-_.]+", "-", name).lower()


def needed_by(wanted: Iterable[str]) -> set[str]:
    """The names of everything these requirements need here, themselves included."""
    found: set[tuple[str, str]] = set()
    waiting = [Requirement(line) for line in wanted]
    while waiting:
        one = waiting.pop()
        for extra in ("", *one.extras):
            if (name_of(one.name), extra) not in found:
                found.add((name_of(one.name), extra))
                waiting += _needs(one.name, extra)
    return {name for name, _ in found}


def _needs(name: str, extra: str) -> Iterator[Requirement]:
    for line in distribution(name).requires or ():
        one = Requirement(line)
        if one.marker is None or one.marker.evaluate({"extra": extra}):
            yield one


def hashed(uv: str, names: set[str]) -> str:
    """The pins of these packages with their hashes, in the order of their names."""
    lines = [f"{name}=={distribution(name).version.partition('+')[0]}" for name in sorted(names)]
    command = [uv, "pip", "compile", "--no-deps", "--generate-hashes", "--no-annotate", "--no-header", "-"]
    run = subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(run.stderr)
    return run.stdout


def main(uv: str) -> None:
    asked = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
    extras = asked["project"]["optional-dependencies"].values()
    service = needed_by([*asked["project"]["dependencies"], *(line for lines in extras for line in lines)])
    build = needed_by(asked["build-system"]["requires"])
    only_dev = needed_by(asked["dependency-groups"]["dev"]) - service
    files = {
        "constraints.txt": (service, "Every package the service was tested with"),
        "constraints-dev.txt": (only_dev, "Every package that only tests and checks need"),
        "constraints-build.txt": (build, "Every package that building the wheel needs"),
    }
    for file, (names, what) in files.items():
        Path(file).write_text(HEAD.format(what) + hashed(uv, names), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
