"""Many letters at once, from a model's process through a server's to their readers."""

import asyncio
from pathlib import Path

from tests.bench.started import started
from tests.bench.streams import Bench, settings_before
from tests.demo_folder import demo_copy


def test_that_of_twenty_letters_at_once_no_word_is_lost_or_out_of_order(tmp_path: Path):
    folder = demo_copy(tmp_path / "data")
    with (
        started("tests.bench.paced") as model,
        started("assistant.cli", "serve", "--port", "0", environment=settings_before(model, folder)) as tomoni,
    ):
        load = asyncio.run(Bench(model, tomoni, model).by_tomoni(20, pieces=60))
    assert load.faults == []
    assert all(stream.grown[-1][1] == len(stream.letter.words) for stream in load.streams)
    # Letters are drawn at random, and short ones may meet; that nearly all differ shows that none was taken for another.
    assert len({stream.letter.words for stream in load.streams}) >= 15
    # They grew while they were written. On a machine with other work a few may come in one go; most never do.
    assert sum(len(stream.grown) >= 3 for stream in load.streams) >= 15
