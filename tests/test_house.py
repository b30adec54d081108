"""The house: imports point down, every situation is furnished, no sentence for a customer stands in Python."""

import ast
import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from assistant.domain.situation import Situation
from assistant.knowledge_base import KNOWLEDGE, PROMPTS, KnowledgeBase
from assistant.planning.compose import PLANNERS
from assistant.prompt_library import PromptLibrary

ROOT = Path(__file__).parent.parent
# From the ground up; a module may import from its own floor only within its own room.
FLOORS = (
    (
        "assistant.domain",
        "assistant.ports",
        "assistant.settings",
        "assistant.errors",
        "assistant.garbage",
        "assistant.texts",
        "assistant.kept",
    ),
    ("assistant.prompt_library", "assistant.knowledge_base"),
    ("assistant.adapters",),
    ("assistant.planning", "assistant.triage", "assistant.recall", "assistant.checks", "assistant.health"),
    ("assistant.wording", "assistant.holding"),
    ("assistant.coaching", "assistant.red_pen", "assistant.practice"),
    (
        "assistant.casework",
        "assistant.cards",
        "assistant.closed_days",
        "assistant.reading_on",
        "assistant.symptoms",
        "assistant.recalling",
        "assistant.checking",
        "assistant.telling",
        "assistant.reviewing",
        "assistant.revising",
        "assistant.event_writer",
        "assistant.running",
        "assistant.model_letter",
        "assistant.written",
        "assistant.writing",
        "assistant.answering",
        "assistant.conversing",
        "assistant.coach",
        "assistant.batch_intake",
        "assistant.batch_locks",
        "assistant.batching",
        "assistant.turns",
        "assistant.spreading",
        "assistant.hands",
        "assistant.answered_later",
        "assistant.batch_progress",
        "assistant.batch_settling",
        "assistant.batch_output",
        "assistant.batch_words",
        "assistant.batch_running",
        "assistant.batch_files",
        "assistant.importing",
        "assistant.insights",
        "assistant.portfolio",
        "assistant.own_name",
        "assistant.proposing",
        "assistant.practising",
        "assistant.sending",
        "assistant.refusals",
    ),
    (
        "assistant.bootstrap",
        "assistant.logs",
        "assistant.eval_folder",
        "assistant.eval_scores",
        "assistant.evals",
        "assistant.checkup",
    ),
    ("assistant.terminal", "assistant.hand"),
    ("assistant.cli", "api"),
)
VENDORS = {"langchain", "langchain_openai", "openai", "chromadb", "sqlalchemy", "alembic", "openpyxl", "pypdf", "docx", "procrastinate",
           "psycopg", "pyrate_limiter"}  # fmt: skip


def floor_of(module: str) -> tuple[int, str] | None:
    found = [
        (n, room) for n, rooms in enumerate(FLOORS) for room in rooms
        if module == room or module.startswith((f"{room}.", f"{room}_"))
    ]  # fmt: skip
    return max(found, key=lambda pair: len(pair[1])) if found else None


def modules() -> list[tuple[str, Path]]:
    paths = sorted([*ROOT.glob("assistant/**/*.py"), *ROOT.glob("api/**/*.py")])
    return [(".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"), p) for p in paths]


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_that_every_module_stands_on_a_floor() -> None:
    assert [name for name, _ in modules() if floor_of(name) is None and name != "assistant"] == []


def test_that_imports_point_down() -> None:
    wrong = []
    for name, path in modules():
        if (here := floor_of(name)) is None:
            continue
        for target in imports(path):
            there = floor_of(target)
            if there and (there[0] > here[0] or (there[0] == here[0] and there[1] != here[1] and here[0] == 3)):
                wrong.append(f"{name} imports {target}")
    assert wrong == []


def test_that_only_the_adapters_know_a_vendor() -> None:
    wrong = [
        f"{name} imports {target}"
        for name, path in modules() if not name.startswith("assistant.adapters")
        for target in imports(path) if target.split(".")[0] in VENDORS
    ]  # fmt: skip
    assert wrong == []


def test_that_the_steps_know_no_clock_and_no_network() -> None:
    rooms = ("planning", "triage", "recall", "checks", "health", "wording", "coaching", "practice")
    wrong = [
        f"{name} imports {target}"
        for name, path in modules() if name.startswith(tuple(f"assistant.{room}" for room in rooms))
        for target in imports(path) if target.split(".")[0] in ("asyncio", "socket", "httpx", "time", "sqlite3")
    ]  # fmt: skip
    assert wrong == []


@pytest.mark.parametrize("situation", Situation)
def test_that_every_situation_is_furnished(situation: Situation) -> None:
    assert situation in PLANNERS
    assert PLANNERS[situation].__name__.endswith(situation.value)
    assert (KNOWLEDGE / "situations" / f"{situation}.yaml").is_file()
    for language in ("ja", "en"):
        assert (PROMPTS / "playbooks" / language / f"{situation}.j2").is_file()


def macros(path: Path) -> dict[str, tuple[str, ...]]:
    tree = Environment().parse(path.read_text(encoding="utf-8"))
    return {m.name: tuple(a.name for a in m.args) for m in tree.find_all(nodes.Macro)}


@pytest.mark.parametrize("folder", ["playbooks", "coaching"])
def test_that_both_languages_word_the_same_moves_from_the_same_facts(folder: str) -> None:
    for path in sorted((PROMPTS / folder / "ja").glob("*.j2")):
        japanese, english = macros(path), macros(PROMPTS / folder / "en" / path.name)
        if path.name != "_shared.j2" or folder == "coaching":
            assert japanese == english, path.name
        else:
            assert set(japanese) == set(english)


def test_that_every_note_and_ask_of_the_plans_has_words() -> None:
    source = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "assistant/planning").glob("*.py"))
    names = set(re.findall(r'(?:sheet\.note|sheet\.ask|CoachNote)\(\s*"(\w+)"', source))
    assert names - set(macros(PROMPTS / "coaching" / "ja" / "_shared.j2")) == set()


def test_that_every_principle_a_note_cites_is_a_card() -> None:
    cards = KnowledgeBase().principles
    source = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "assistant/planning").glob("*.py"))
    cited = set(re.findall(r'sheet\.note\([^)]*?"([a-z]+(?:-[a-z]+)+)"', source))
    assert cited - set(cards) == set()
    assert len(cited) >= 20


def test_that_every_file_of_prompts_says_its_version_and_purpose() -> None:
    library = PromptLibrary()
    for path in sorted(PROMPTS.glob("**/*.j2")):
        name = path.relative_to(PROMPTS).as_posix()
        assert library.header(name)["version"] >= 1
        assert library.origin(name).startswith(f"{name.removesuffix('.j2')}@")


def test_that_every_card_has_ten_phrasings_and_both_languages() -> None:
    cards = KnowledgeBase().principles
    assert len(cards) >= 40
    for card in cards.values():
        assert sum(len(p) for p in card.phrasings.values()) >= 10, card.id
