"""The lexicon and the classifier: what a CX person edits, and how faults in it are told."""

import time

import numpy as np
import pytest

from assistant.domain.situation import Situation
from assistant.errors import KnowledgeError
from assistant.triage import TriageKnowledge, read, weights
from assistant.triage import knowledge as learning
from assistant.triage.cues import Cues, needles
from assistant.triage.lexicon import examples_in, phrases_in
from assistant.triage.rules import rules_in
from assistant.triage.scanner import Scanner
from tests.triage.conftest import KNOWLEDGE


@pytest.mark.parametrize(
    ("cue", "text", "found"),
    [
        ("(値引|割引)…できません", "お値引きはできません", "値引きはできません"),
        ("<n>割(引|)", "来期は三割引で", "三割引"),
        ("discount*", "any discounts?", "discounts"),
        ("cut", "the cutter", None),
        ("have (stop|leave)…", "they have stopped", None),
        ("have (stop|leave)…", "we have to leave", None),
        ("have stop…soon", "we have stop signs soon", "have stop signs soon"),
        ("lost…(out|again)", "lost and about", None),
        ("^thanks", "no thanks", None),
        ("too (big|small) for us", "it is too  big for us.", "too  big for us"),
    ],
)
def test_that_a_cue_stands_for_what_its_writer_means(cue, text, found):
    cues = Cues.of([cue], "ja" if "割" in cue or "値" in cue else "en")
    present = Scanner.of(needle for groups, _ in cues.entries for group in groups for needle in group).present(text)
    assert [text[a:b] for a, b in cues.find(text, present)] == ([found] if found else [])


def test_that_a_bracket_that_is_not_closed_is_a_fault():
    with pytest.raises(ValueError):
        needles("(値引|割引")


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("lexicon/triage-mine.yaml", "language: ja\nsituations:\n  renewal:\n    strong:\n      - (更新|継続\n", 5),
        ("lexicon/triage-mine.yaml", "language: ja\nsituations:\n  renewals:\n    strong: [x]\n", 3),
        ("lexicon/triage-mine.yaml", "language: fr\n", 1),
        ("lexicon/triage-mine.yaml", "language: ja\ntone:\n  urgent: soon\n", 3),
        ("lexicon/triage-mine.yaml", "language: ja\ntone:\n\t- x\n", 3),
        ("lexicon/examples-mine.yaml", "language: ja\nexamples:\n  renewls:\n    - 更新したい\n", 3),
        ("situations/renewal.yaml", "name: renewal\nexamples:\n  ja: 更新\n", 3),
    ],
)
def test_that_a_fault_in_the_lexicon_names_file_and_line(tmp_path, name, text, line):
    path = tmp_path / name
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError) as fault:
        phrases_in([KNOWLEDGE, tmp_path])
        examples_in([tmp_path])
    assert path.name in str(fault.value) and f"line {line}:" in str(fault.value)


@pytest.fixture
def few_examples(monkeypatch):
    """Learns from one example in twenty: what is asked is whether it learns, not how well."""
    for name in ("examples_in", "hostile_in"):
        read_all = getattr(learning, name)
        monkeypatch.setattr(learning, name, lambda folders, read_all=read_all: read_all(folders)[::20])
    monkeypatch.setattr(weights, "_TRAINED", {})


def test_that_a_users_own_cue_counts_at_once(tmp_path, few_examples):
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "triage-own.yaml").write_text(
        "language: ja\nsituations:\n  renewal:\n    strong:\n      - マルキの手続き\n", encoding="utf-8"
    )
    message = "マルキの手続きをお願いします。"
    knowledge = TriageKnowledge.load([KNOWLEDGE], languages=("ja",))
    own = TriageKnowledge.load([KNOWLEDGE, tmp_path], languages=("ja",))
    before = {hit.name: hit.confidence for hit in read(message, knowledge=knowledge).situations}
    after = {hit.name: hit for hit in read(message, knowledge=own).situations}
    assert after[Situation.renewal].confidence > before.get(Situation.renewal, 0)
    assert after[Situation.renewal].because == ("マルキの手続き",)


def test_that_trained_weights_are_kept_and_read_again(tmp_path, few_examples, monkeypatch):
    first = TriageKnowledge.load([KNOWLEDGE], tmp_path)
    assert len(list(tmp_path.glob("triage-*.npz"))) == 2
    monkeypatch.setattr(weights, "_TRAINED", {})
    monkeypatch.setattr(learning, "examples_in", lambda folders: pytest.fail("learned again"))
    again = TriageKnowledge.load([KNOWLEDGE], tmp_path)
    for language in ("ja", "en"):
        assert np.allclose(first.classifiers[language].weights, again.classifiers[language].weights)


def test_that_a_broken_cache_is_made_again(tmp_path, few_examples, monkeypatch):
    TriageKnowledge.load([KNOWLEDGE], tmp_path, languages=("ja",))
    for path in tmp_path.glob("*.npz"):
        path.write_bytes(b"broken")
    monkeypatch.setattr(weights, "_TRAINED", {})
    assert read(
        "契約を更新したいです。", knowledge=TriageKnowledge.load([KNOWLEDGE], tmp_path, languages=("ja",))
    ).situations


def test_that_every_situation_has_cues_and_examples_in_both_languages(knowledge):
    spoken = {(language, name) for language, name, _ in examples_in([KNOWLEDGE])}
    for language in ("ja", "en"):
        for name in Situation:
            assert (language, str(name)) in spoken
            assert ("situations", f"{name}.strong") in knowledge.cues[language]


def test_that_a_message_of_the_greatest_length_is_read_in_time(knowledge):
    began = time.process_time()
    read("請求書が届きません。どうすればいいですか。\n" * 4500, knowledge=knowledge)
    assert time.process_time() - began < 20


def test_that_one_message_is_read_in_milliseconds(knowledge):
    message = "いつもお世話になっております。江藤です。\nCSVの出力がエラーになります。直し方を教えてください。\nそれと、来期は値引きできませんか。"
    read(message, knowledge=knowledge)
    began = time.process_time()
    for _ in range(20):
        read(message, knowledge=knowledge)
    assert (time.process_time() - began) / 20 < 0.03


def test_that_every_built_in_phrase_can_be_read(tmp_path):
    # As a user's own folder they are tried one by one.
    (tmp_path / "lexicon").mkdir()
    for name in ("warnings*.yaml", "triage*.yaml"):
        for path in (KNOWLEDGE / "lexicon").glob(name):
            (tmp_path / "lexicon" / path.name).write_bytes(path.read_bytes())
    assert set(rules_in([KNOWLEDGE, tmp_path])) >= {"ja", "en"}
    assert phrases_in([KNOWLEDGE, tmp_path])["situations"]
