"""Which sentence of a mail with several subjects is taken up for which of them."""

from pathlib import Path

import pytest

from assistant.coach import Coach
from assistant.domain.draft import DraftRequest
from tests.golden.render import demo_coach

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
async def coach(tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp("matters")
    opened = await demo_coach(folder)
    yield opened
    await opened.close()


async def test_that_what_is_added_by_the_way_is_answered_as_what_it_is(coach: Coach) -> None:
    mail = "他社から2割ほど安い見積もりが出ています。お値段をご相談できませんか。なお、写真の取り込みが時々止まります。"
    made = await coach.draft(DraftRequest(account="shionoi-setsubi", message=mail), "ja")
    support = next(part.text for part in made.parts if part.kind == "support")
    assert "「写真の取り込みが時々止まります」" in support
    assert all("写真の取り込み" not in part.text for part in made.parts if part.kind != "support")
    assert {"support", "boundary"} <= {part.kind for part in made.parts}
