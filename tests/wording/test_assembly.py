"""From a model's answer to a letter."""

from assistant.domain.draft import Citation, Mark, Part
from assistant.wording.answered import LetterSaid, PartSaid
from assistant.wording.assembly import Paragraph, laid_out, paragraphs, sentence_at, without
from assistant.wording.playbook import Words


def words(*blocks: tuple[str, str], cited: dict[str, str] | None = None) -> Words:
    body, parts = "", []
    for kind, text in blocks:
        body += "\n\n" if body else ""
        parts.append(Part(kind=kind, text=text, start=len(body), end=len(body) + len(text)))
        body += text
    marks = [Mark(start=body.index(t), end=body.index(t) + len(t), citation=id) for id, t in (cited or {}).items()]
    return Words("件名", body, tuple(parts), tuple(marks), "playbooks/ja/renewal@1 (abc123)")


PLAYBOOK = words(
    ("greeting", "高瀬様\n\nいつもお世話になっております。"),
    ("value", "集計の時間は、月40時間から22時間になりました。"),
    ("boundary", "ご契約金額は、いまのままでお願いいたします。"),
    ("next_step", "11月27日(金)に一度お電話でお話しできれば幸いです。"),
    ("closing", "どうぞよろしくお願いいたします。\n\n榎本"),
    cited={"A1": "月40時間から22時間"},
)
OFFERED = {
    "A1": Citation(id="A1", kind="account", title="集計の時間", quote="baseline 40h / current 22h"),
    "P1": Citation(id="P1", kind="principle", title="値段は価値で", quote="値段は働いた量ではなく、生まれた価値と比べていただく。"),
}  # fmt: skip


def said(*parts: tuple[str, list[int], str], cites: list[str] | None = None) -> LetterSaid:
    return LetterSaid(parts=[PartSaid(kind=k, covers=c, cites=cites or [], text=t) for k, c, t in parts])


WHOLE = said(
    ("value", [1], "集計は、月40時間から22時間に減っています。"),
    ("boundary", [2], "そのため、金額は今のままでお願いいたします。"),
    ("next_step", [3], "11月27日(金)に少しお話しできますか。"),
)


def test_that_greeting_and_closing_stand_as_the_playbook_has_them() -> None:
    made = laid_out(paragraphs(WHOLE, PLAYBOOK), PLAYBOOK, "", OFFERED, "draft@1")
    assert made.body.startswith("高瀬様\n\nいつもお世話になっております。\n\n集計は、")
    assert made.body.endswith("お話しできますか。\n\nどうぞよろしくお願いいたします。\n\n榎本")
    assert all(made.body[p.start : p.end] == p.text for p in made.parts)
    assert [p.kind for p in made.parts] == ["greeting", "value", "boundary", "next_step", "closing"]


def test_that_a_point_the_model_forgot_is_said_in_the_playbooks_words_where_it_belongs() -> None:
    made = paragraphs(said(("value", [1], "時間が減りました。"), ("next_step", [3], "お話しできますか。")), PLAYBOOK)
    assert [p.kind for p in made] == ["value", "boundary", "next_step"]
    assert made[1].text == "ご契約金額は、いまのままでお願いいたします。" and made[1].by_playbook


def test_that_a_point_said_without_being_declared_is_not_said_twice() -> None:
    one = said(
        (
            "value",
            [1, 3],
            "集計は月40時間から22時間です。ご契約金額は、いまのままでお願いいたします。11月27日(金)に伺います。",
        )
    )
    assert len(paragraphs(one, PLAYBOOK)) == 1


def test_that_what_the_csm_wanted_out_stays_out() -> None:
    assert len(paragraphs(said(("value", [1], "時間が減りました。")), PLAYBOOK, keep_all=False)) == 1


def test_that_points_that_do_not_exist_and_kinds_that_do_not_fit_are_put_right() -> None:
    made = paragraphs(said(("trade", [1, 9, -3, 1], "集計の時間は月40時間から22時間です。")), PLAYBOOK, keep_all=False)
    assert made[0].covers == (1,) and made[0].kind == "value"


def test_that_a_greeting_repeated_by_the_model_stands_once() -> None:
    parts = said(
        (
            "value",
            [1, 2, 3],
            "高瀬様\n\nいつもお世話になっております。\n集計の時間が減りました。\n\nどうぞよろしくお願いいたします。\n榎本",
        )
    )
    assert [p.text for p in paragraphs(parts, PLAYBOOK)] == ["集計の時間が減りました。"]


def test_that_words_cited_by_the_playbook_are_marked_wherever_the_model_keeps_them() -> None:
    made = laid_out(paragraphs(WHOLE, PLAYBOOK), PLAYBOOK, "", OFFERED, "draft@1")
    assert [(made.body[m.start : m.end], m.citation) for m in made.marks] == [("月40時間から22時間", "A1")]


def test_that_a_citation_is_marked_at_its_figures_or_at_the_sentence_that_says_it() -> None:
    made = [
        Paragraph("value", "集計は22時間です。値段は、生まれた価値と比べていただけますか。", (1,), ("A1", "P1", "X9"))
    ]
    letter = laid_out(made, PLAYBOOK, "", OFFERED, "draft@1")
    marked = {m.citation: letter.body[m.start : m.end] for m in letter.marks}
    assert marked == {"A1": "22時間", "P1": "値段は、生まれた価値と比べていただけますか。"}


def test_that_a_sentence_is_cut_out_of_its_paragraph() -> None:
    paragraph = Paragraph("value", "時間は減りました。半額にします。お話しできますか。")
    start, end = sentence_at(paragraph.text, 10, 12)
    assert paragraph.text[start:end] == "半額にします。"
    left = without(paragraph, [(start, end)])
    assert left and left.text == "時間は減りました。お話しできますか。"
    assert without(paragraph, [(0, len(paragraph.text))]) is None


def test_that_a_subject_of_the_models_stands_only_where_it_is_one() -> None:
    made = paragraphs(WHOLE, PLAYBOOK)
    assert laid_out(made, PLAYBOOK, "ご契約金額について", OFFERED, "draft@1").subject == "ご契約金額について"
    assert laid_out(made, PLAYBOOK, "長" * 200, OFFERED, "draft@1").subject == "件名"
