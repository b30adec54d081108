"""A running API over the demonstration's records, no network beyond the process."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from assistant.settings import Settings
from tests.demo_folder import demo_copy, empty_copy

HOST = "http://127.0.0.1:8000"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return demo_copy(tmp_path / "data")


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(data=folder)), base_url=HOST) as made:
        yield made


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[TestClient]:
    """An API over records that hold nothing yet."""
    with TestClient(create_app(Settings(data=empty_copy(tmp_path / "nothing"))), base_url=HOST) as made:
        yield made


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """One API for a module whose tests leave nothing behind that another would notice."""
    folder = demo_copy(tmp_path_factory.mktemp("shared") / "data")
    with TestClient(create_app(Settings(data=folder)), base_url=HOST) as made:
        yield made
