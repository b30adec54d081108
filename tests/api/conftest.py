"""A running API over the demonstration's records, no network beyond the process."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from assistant.settings import Settings
from tests.demo_folder import make_demo_folder

HOST = "http://127.0.0.1:8000"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo_folder(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def folder(demo: Path, tmp_path: Path) -> Path:
    return shutil.copytree(demo, tmp_path / "data")


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(data=folder)), base_url=HOST) as made:
        yield made


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[TestClient]:
    """An API over records that hold nothing yet."""
    with TestClient(create_app(Settings(data=tmp_path / "nothing")), base_url=HOST) as made:
        yield made


@pytest.fixture(scope="module")
def shared(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """One API for a module whose tests leave nothing behind that another would notice."""
    folder = shutil.copytree(demo, tmp_path_factory.mktemp("shared") / "data")
    with TestClient(create_app(Settings(data=folder)), base_url=HOST) as made:
        yield made
