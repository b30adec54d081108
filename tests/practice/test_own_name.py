"""Whose practice it is: a name for each data folder, that stays."""

from pathlib import Path

import pytest

from assistant.errors import Unavailable
from assistant.own_name import OwnName


def test_that_a_data_folder_keeps_its_name_and_another_has_another(tmp_path: Path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    name = OwnName(one)()
    assert name == OwnName(one)() and len(name) == 16
    assert OwnName(two)() != name


def test_that_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path):
    with pytest.raises(Unavailable, match="cannot be written to"):
        OwnName(tmp_path / "missing")()
