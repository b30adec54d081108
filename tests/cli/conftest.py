"""`tomoni` in a process of its own, as a shell starts it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.demo_folder import demo_copy

Tomoni = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return demo_copy(tmp_path / "data")


def environment(folder: Path, language: str = "C") -> dict[str, str]:
    """The environment of a shell without any of the caller's own settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("TOMONI_", "LC_", "LANG", "OPENAI_"))}
    return kept | {"TOMONI_DATA": str(folder), "LANG": language, "PYTHONUTF8": "1"}


@pytest.fixture
def tomoni(folder: Path) -> Tomoni:
    def run(*arguments: str, stdin: str | None = None, language: str = "C", data: Path | None = None):
        return subprocess.run(
            [sys.executable, "-m", "assistant.cli", *arguments],
            input=stdin if stdin is not None else "",
            capture_output=True,
            encoding="utf-8",
            env=environment(data or folder, language),
            timeout=180,
            check=False,
        )

    return run
