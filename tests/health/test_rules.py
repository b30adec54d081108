"""The rules of health as a CX person edits them."""

from pathlib import Path

import pytest

from assistant.errors import KnowledgeError
from assistant.health import rules_of
from assistant.health.rules import Scale, read_rules
from assistant.knowledge_base import KNOWLEDGE, KnowledgeBase
from assistant.texts import Say

BUILT_IN = (KNOWLEDGE / "health.yaml").read_text(encoding="utf-8")


def test_that_points_lie_on_a_line_between_the_figures_named():
    scale = Scale(1, ((0, 40), (50, 80), (100, 100)))
    assert [scale.at(figure) for figure in (-5, 0, 25, 50, 75, 100, 900)] == [40, 40, 60, 80, 90, 100, 100]


def test_that_a_folder_of_ones_own_changes_the_rules(tmp_path: Path):
    (tmp_path / "health.yaml").write_text(BUILT_IN.replace("good: 75", "good: 90"), encoding="utf-8")
    assert rules_of(KnowledgeBase(tmp_path)).good == 90 and rules_of(KnowledgeBase()).good == 75


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("good: 75", "good: high", "good"),
        ("watch: 50", "watch: 80", "watch"),
        ("few_seats: 30", "few_chairs: 30", "few_seats"),
        ("collapse: 60", "collapse: 60\n  colour: 3", "colour"),
        ("{0: 100, 1: 80, 3: 40, 5: 0}", "{0: 100, 1: 180}", "tickets"),
        ("{0: 100, 1: 80, 3: 40, 5: 0}", "many", "tickets"),
        ("weight: 35", "weight: -1", "goals"),
        ("levels: {good: 75, watch: 50}", "levels: good", "levels"),
    ],
)
def test_that_a_slip_is_told_with_its_file_line_and_key(tmp_path: Path, old: str, new: str, said: str):
    assert old in BUILT_IN
    path = tmp_path / "health.yaml"
    path.write_text(BUILT_IN.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as fault:
        read_rules(path)
    assert str(fault.value).startswith("health.yaml, line ") and said in str(fault.value)
    japanese = Say("ja")(fault.value.message, **fault.value.values)
    assert japanese != str(fault.value) and said in japanese


def test_that_no_letter_knows_of_health():
    rooms = ("planning", "triage", "recall", "checks", "wording", "coaching")
    code = [p for room in rooms for p in (KNOWLEDGE.parent / "assistant" / room).glob("**/*.py")]
    code += [KNOWLEDGE.parent / "assistant" / f"{name}.py" for name in ("coach", "writing", "revising", "casework")]
    assert [p.name for p in code if "assistant.health" in p.read_text(encoding="utf-8")] == []
    prompts = [p for p in (KNOWLEDGE.parent / "prompts").glob("**/*.j2") if "health." in p.read_text(encoding="utf-8")]
    assert prompts == []
