"""Which rows of a batch are held back, and by what reason."""

import ast
from pathlib import Path

import pytest

from assistant.domain.situation import Situation
from assistant.errors import KnowledgeError
from assistant.holding import judge
from assistant.holding.cues import HoldingCues
from assistant.knowledge_base import KNOWLEDGE
from assistant.texts import say_in
from tests.holding.rows import CUES, code, judged, record

OURS = ("project_completion", "referral", "feedback_request", "success_definition", "low_usage", "renewal")


def ticket(text: str, **fields: str) -> dict:
    return {"date": "2026-11-12", "kind": "ticket", "text": text, **fields}


def history(*entries: dict) -> list[dict]:
    return [*record()["history"], *entries]


@pytest.mark.parametrize("situation", OURS)
def test_that_a_rich_record_is_drafted(situation: str) -> None:
    assert code(record(), situation) == ""


@pytest.mark.parametrize("situation", OURS)
def test_that_nothing_of_ours_goes_out_while_something_serious_is_broken(situation: str) -> None:
    broken = ticket("棚卸表が全倉庫で開けない。", status="open", severity="serious")
    assert code(record(history=history(broken)), situation) == "serious_ticket"


@pytest.mark.parametrize(
    ("text", "later", "expected"),
    [
        ("締めの帳票が出ない。月次の作業が止まっている。", "", "serious_ticket"),
        ("Half of the delivery records are missing since the update.", "", "serious_ticket"),
        ("Two invoices were double-billed.", "Both invoices corrected.", ""),
        ("入力した台帳の記録が消えた。調査中。", "台帳の記録を復旧し、確認いただいた。", ""),
        ("入力した台帳の記録が消えた。", "棚卸の進め方を相談。", "serious_ticket"),
        ("出荷の記録が消えた。まだ解決していない。", "", "serious_ticket"),
        ("出荷の記録が消えた。未解決。", "", "serious_ticket"),
        ("出荷の記録が消えた。", "出荷の記録は復旧作業中。", "serious_ticket"),
        ("出荷の記録が消えた。同日中に復旧済み。", "", ""),
        ("Orders are missing. Not fixed yet.", "", "serious_ticket"),
        ("Orders were missing. Restored the same day.", "", ""),
        ("印刷の向きの変え方を知りたい。", "", ""),
    ],
)
def test_that_state_and_weight_of_a_ticket_are_inferred_with_care(text: str, later: str, expected: str) -> None:
    entries = [ticket(text), *([{"date": "2026-11-16", "kind": "email", "text": later}] if later else [])]
    assert code(record(history=history(*entries))) == expected


def test_that_a_settled_ticket_holds_nothing_back() -> None:
    assert code(record(history=history(ticket("全社で停止。", status="resolved", severity="serious")))) == ""


@pytest.mark.parametrize(
    ("project", "expected"),
    [
        ({"name": "台帳", "status": "in progress"}, "not_completed"),
        ({"name": "台帳", "status": "導入準備中", "completed": "2026-11-01"}, "not_completed"),
        ({"name": "台帳", "status": "未完了"}, "not_completed"),
        ({"name": "台帳", "status": "完了予定"}, "not_completed"),
        ({"name": "台帳", "status": "not completed"}, "not_completed"),
        ({"name": "台帳", "status": "completed", "completed": "2027-01-15"}, "not_completed"),
        ({"name": "台帳"}, "no_project"),
        (None, "no_project"),
        ({"name": "台帳", "status": "完了"}, ""),
        ({"name": "台帳", "status": "稼働"}, ""),
        ({"name": "台帳", "status": "稼働準備"}, "not_completed"),
        ({"name": "台帳", "status": "本稼働", "completed": "2026-11-01"}, ""),
        ({"name": "台帳", "completed": "2026-11-01"}, ""),
        ({"name": "台帳", "status": "went live"}, ""),
    ],
)
def test_that_only_completed_work_is_thanked_for(project: dict | None, expected: str) -> None:
    assert code(record(project=project)) == expected


def test_that_work_under_way_does_not_keep_a_request_for_feedback_back() -> None:
    assert code(record(project={"name": "台帳", "status": "in progress"}), "feedback_request") == ""


def test_that_without_a_confirmed_result_the_draft_is_the_question_that_would_confirm_it() -> None:
    estimate = {"statement": "棚卸の残業の削減", "annual_value": 600000, "currency": "JPY"}
    found = judged(record(goals=[], outcomes=[estimate]))
    assert found and found.reason.code == "unconfirmed"
    assert found.reason.values["result"] == "棚卸の残業の削減"
    assert found.instead and found.instead.situation is Situation.success_definition
    assert code(record(goals=[], outcomes=[{**estimate, "confirmed_by": "長谷部 泉"}])) == ""
    assert code(record(goals=[], outcomes=[{**estimate, "confirmed_by": "長谷部 泉", "withdrawn": True}])) == "unconfirmed"  # fmt: skip


def test_that_a_figure_of_unknown_origin_is_no_confirmed_result() -> None:
    goal = record()["goals"][0]
    assert code(record(goals=[{**goal, "as_of": None, "source": ""}])) == "unconfirmed"
    assert code(record(goals=[{**goal, "as_of": None}])) == ""


@pytest.mark.parametrize("current", [6, 8])
def test_that_nobody_is_congratulated_on_what_got_no_better(current: float) -> None:
    goal = {**record()["goals"][0], "current": current}
    found = judged(record(goals=[goal]))
    assert found and found.reason.code == "no_gain" and found.instead is None
    confirmed = {"statement": "残業の削減", "annual_value": 600000, "confirmed_by": "長谷部 泉"}
    assert code(record(goals=[goal], outcomes=[confirmed])) == ""


def test_that_a_record_too_poor_is_held_with_the_question_that_would_fill_it() -> None:
    poor = {"contacts": [{"name": "長谷部 泉"}], "project": {"name": "台帳", "status": "completed"}}
    found = judged(poor)
    assert found and found.reason.code == "too_poor" and found.instead
    assert "長谷部 泉様の行い" in say_in("ja")(found.reason.message, **found.reason.values)
    assert code(poor, "referral") == code(poor, "feedback_request") == "too_poor"
    assert code(poor, "low_usage") == ""


def test_that_a_record_in_another_language_is_not_taken_for_none() -> None:
    english = {
        "contacts": [{"name": "長谷部 泉"}], "project": {"name": "Ledger", "status": "completed"},
        "history": [{"date": "2026-09-08", "kind": "meeting", "text": "Labels were made the same in all stores."}],
    }  # fmt: skip
    assert code(english) == "other_language"


@pytest.mark.parametrize(
    ("entry", "account", "expected"),
    [
        ({"date": "2026-09-01", "kind": "referral_ask", "text": "asked"}, {}, "referral_asked"),
        ({"date": "2026-08-26", "kind": "referral_ask", "text": "asked"}, {}, ""),
        (ticket("印刷の向きを変えたい。", status="open"), {}, "ticket_open"),
        (None, {"kind": "public"}, "public_body"),
        (None, {"contract": {"renewal": "2026-12-31"}}, "renewal_near"),
        (None, {"contract": {"renewal": "2027-06-30"}}, ""),
    ],
)
def test_that_a_word_about_recommending_us_waits_for_its_time(entry: dict | None, account: dict, expected: str) -> None:
    assert code(record(history=history(*([entry] if entry else [])), **account), "referral") == expected


def test_that_thanks_wait_for_none_of_that() -> None:
    asked = {"date": "2026-11-01", "kind": "referral_ask", "text": "asked"}
    assert code(record(history=history(asked), contract={"renewal": "2026-12-31"})) == ""


def test_that_nobody_is_asked_for_feedback_twice_in_a_month() -> None:
    answered = {"date": "2026-11-09", "kind": "survey", "text": "10点中8点"}
    assert code(record(history=history(answered)), "feedback_request") == "feedback_asked"
    assert code(record(history=history(answered))) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("年度末での解約の申し出を受けた。", "notice_given"),
        ("来期は更新しないとのこと。", "notice_given"),
        ("他社のサービスに移行する方針とのこと。", "notice_given"),
        ("They will not renew in March.", "notice_given"),
        ("Gave notice by mail.", "notice_given"),
        ("解約の申し出を撤回された。", ""),
        ("解約の話は出ていない。", ""),
        ("Withdrew the cancellation and decided to stay.", ""),
        ("更新の手続きの流れを説明。", ""),
    ],
)
def test_that_who_is_leaving_gets_no_routine_letter(text: str, expected: str) -> None:
    assert code(record(history=history({"date": "2026-10-30", "kind": "email", "text": text}))) == expected


def test_that_the_newest_word_about_staying_counts() -> None:
    notice = {"date": "2026-09-20", "kind": "email", "text": "解約したいとのこと。"}
    stays = {"date": "2026-10-22", "kind": "call", "text": "解約を取りやめ、更新することで合意。"}
    assert code(record(history=history(notice, stays))) == ""
    assert code(record(history=history(stays, {**notice, "date": "2026-11-05"}))) == "notice_given"


SATO = [
    {"name": "長谷部 泉", "title": "課長", "role": "decision_maker"},
    {"name": "長谷部 恵", "title": "主任", "role": "champion"},
    {"name": "森 亘", "role": "user", "left": "2026-08-31"},
]


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        ("長谷部", "two_contacts"), ("長谷部様", "two_contacts"), ("長谷部 恵", ""), ("長谷部恵", ""), ("長谷部 泉様", ""),
        ("森", "contact_left"), ("田所", "unknown_contact"), (None, ""),
    ],
)  # fmt: skip
def test_that_it_must_be_clear_who_is_meant(contact: str | None, expected: str) -> None:
    assert code(record(contacts=SATO), contact=contact) == expected


def test_that_a_surname_of_one_character_is_a_name() -> None:
    contacts = [{"name": "長谷部 泉"}, {"name": "森 亘"}]
    assert code(record(contacts=contacts), contact="森様") == code(record(contacts=contacts), contact="森") == ""


def test_that_two_of_the_same_role_are_two_who_could_be_meant() -> None:
    both = [{**c, "role": "decision_maker"} for c in SATO[:2]]
    found = judged(record(contacts=both))
    assert found and found.reason.code == "two_contacts"
    assert "長谷部 泉 (課長)" in str(found.reason.values)
    assert code(record(contacts=both), contact="長谷部 恵") == ""


def test_that_nobody_is_written_to_who_is_not_there() -> None:
    assert code(record(contacts=[])) == "no_contact"
    assert code(record(contacts=[{"name": "森 亘", "left": True}])) == "contact_left"


def test_that_an_answer_to_a_customer_is_held_only_where_it_is_not_clear_who_is_meant() -> None:
    broken = record(
        contacts=SATO, history=history(ticket("全社で停止。", status="open", severity="serious")), project=None
    )
    assert code(broken, "referral", message="知人に紹介したいのですが。") == ""
    assert code(broken, "referral", message="知人に紹介したいのですが。", contact="長谷部") == "two_contacts"
    assert code(broken, "complaint", message="全社で止まっています。") == ""


def test_that_every_reason_is_said_in_japanese() -> None:
    calls = [
        node
        for path in Path(judge.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Reason", "_two")
    ]
    texts = [n.value for call in calls for n in call.args if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    reasons = {text for text in texts if " " in text}
    assert len(reasons) >= 20
    assert {text for text in reasons if say_in("ja")(text) == text} == set()


def test_that_a_fault_in_the_lexicon_names_its_file(tmp_path: Path) -> None:
    (tmp_path / "lexicon").mkdir()
    path = tmp_path / "lexicon" / "holding-mine.yaml"
    path.write_text("ja:\n  ended: [卒業]\n", encoding="utf-8")
    assert HoldingCues.load([KNOWLEDGE, tmp_path]).says("ended", "この件は卒業。")
    assert not CUES.says("ended", "この件は卒業。")
    for wrong in ("ja:\n  endet: [x]\n", "fr:\n  ended: [x]\n", "ja:\n  ended: ['(x']\n", "ja:\n  ended: x\n"):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(KnowledgeError, match="holding-mine"):
            HoldingCues.load([KNOWLEDGE, tmp_path])
