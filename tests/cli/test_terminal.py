"""What is shown to people cannot drive their terminal."""

from assistant.domain.draft import Draft, Finding, Mark
from assistant.domain.situation import Situation
from assistant.terminal import safe, show_draft
from assistant.texts import Say


def test_that_control_and_direction_characters_are_not_shown():
    assert safe("a\x1b[31mb\x07\x9bc\u202ed\u2066e\nf\tg") == "a[31mbcde\nf g"


def test_that_a_draft_is_shown_whole_and_as_it_is(capsys):
    body = "[bold]山田様[/bold] :smile: " + "長い" * 100 + "\n\n以上です。"
    finding = Finding(
        code="injection", severity="warn", source="message", quote="\x1b]0;x\x07", why="なぜ", suggestion="こうする"
    )
    draft = Draft(
        id="d1", account="a", situation=Situation.other, language="ja", subject="件名", body=body,
        marks=[Mark(start=0, end=6, citation="A1"), Mark(start=3, end=9, citation="A2")], findings=[finding],
    )  # fmt: skip
    show_draft(draft, Say("ja"))
    shown = capsys.readouterr().out
    assert body in shown
    assert "\x1b" not in shown and "\x07" not in shown
    assert "injection" in shown and "なぜ" in shown and "こうする" in shown


def test_that_nothing_to_send_is_said(capsys):
    show_draft(Draft(id="d", account="a", situation=Situation.other, language="en"), Say("en"))
    assert "Nothing to send" in capsys.readouterr().out
