"""English words told back: only where the pronouns alone turn them, else they are quoted as they stand."""

import pytest

from assistant.domain.reported import reported


@pytest.mark.parametrize(
    ("words", "clause"),
    [
        ("Our scanner lost two pallets and my foreman is asking why", "that your scanner lost two pallets and your foreman is asking why"),
        ("I've been told it's fine, but it isn't for us", "that you've been told it's fine, but it isn't for you"),
        ("The fridge log has been empty since Monday.", "that the fridge log has been empty since Monday"),
        ("\ue000M1\ue001We need one more week\ue002", "that \ue000M1\ue001you need one more week\ue002"),
        ("How do I export a single barn?", "how to export a single barn"),
        ("Can I lend it to my brother?", "whether you can lend it to your brother"),
        ("Is there a way to stop the beeping?", "whether there is a way to stop the beeping"),
        ("Is it possible to pay later?", "whether it is possible to pay later"),
        # Everything that speaks to us, commands, breaks off or means us both is quoted.
        ("Your app lost our photos", ""),
        ("I think you owe us an answer", ""),
        ("Please send the invoice again", ""),
        ("We tried: nothing happened", ""),
        ("We are on the US plan today", ""),
        ("Darragh is leaving us at Christmas", ""),
        ("Could we move the call to Friday?", ""),
        ("Could you ring me today?", ""),
        ("Has it gone?", ""),
        ("Nobody has", ""),
    ],
)  # fmt: skip
def test_that_words_are_told_back_only_where_their_pronouns_alone_turn_them(words: str, clause: str) -> None:
    assert reported(words) == clause
