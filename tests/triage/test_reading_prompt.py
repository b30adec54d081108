"""The prompt of the second reading reads as it was reviewed, and holds what a customer wrote as data."""

import pytest

from assistant.domain.reading import Reading
from assistant.knowledge_base import KnowledgeBase
from assistant.prompt_library import PromptLibrary
from assistant.triage.by_model import reading_prompt
from tests.triage.reading_prompts import FOLDER, rendered


@pytest.mark.parametrize("name", ["triage.ja", "triage.en", "triage.long"])
def test_that_the_prompt_reads_as_it_was_reviewed(name: str) -> None:
    golden = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert rendered()[name] == golden, "read the new words, then: python -m tests.triage.reading_prompts"


def test_that_the_model_cannot_call_a_customer_a_colleague() -> None:
    prompt = reading_prompt(PromptLibrary(), Reading("en", "Hello there."), KnowledgeBase().situations)
    names = prompt.schema["properties"]["matters"]["items"]["properties"]["situation"]["enum"]
    assert "internal_persuasion" not in names and "other" not in names and len(names) == 13
    assert "internal_persuasion" not in prompt.system


def test_that_every_object_of_the_form_is_closed_and_whole() -> None:
    def objects(node: object):
        if isinstance(node, dict):
            if node.get("type") == "object":
                yield node
            for value in node.values():
                yield from objects(value)

    prompt = reading_prompt(PromptLibrary(), Reading("ja", "本文です。"), KnowledgeBase().situations)
    found = list(objects(prompt.schema))
    assert len(found) == 5
    assert all(o["additionalProperties"] is False and o["required"] == list(o["properties"]) for o in found)


def test_that_a_long_mail_is_given_in_its_beginning_and_end() -> None:
    own = "あ" * 5_000 + "い" * 5_000
    prompt = reading_prompt(PromptLibrary(), Reading("ja", own), KnowledgeBase().situations, longest=1_000)
    assert "[9000 characters left out here]" in prompt.user
    assert prompt.user.count("あ") == 750 and prompt.user.count("い") == 250
