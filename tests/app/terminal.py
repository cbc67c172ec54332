"""The program as it is called from a terminal."""

import json
import os
import subprocess
import sys
from pathlib import Path

from app.cli import main

ROOT = Path(__file__).resolve().parents[2]


def run(*words):
    return main([str(word) for word in words])


def answer(capsys, *words):
    assert run(*words, "--json") == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    return json.loads(printed.out)


def fresh(*words, **environment):
    """The program in an interpreter of its own."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("QT_")}
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        clean.pop(name, None)
    return subprocess.run(
        [sys.executable, *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**clean, "PYTHONIOENCODING": "utf-8", **environment},
        timeout=120,
        check=False,
    )
