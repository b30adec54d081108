"""JSON as it is asked for, and as models wrap it."""

import json

import pytest

from assistant.adapters.model.structure import Bare, bare, strict

ANSWER = r'{"parts": [{"text": "`code`, \"said\" and } braces\\\\\n"}], "subject": "\\"}'


@pytest.mark.parametrize(
    "said",
    [
        ANSWER,
        f"\n{ANSWER}\n",
        f"```json\n{ANSWER}\n```",
        f"```\n{ANSWER}\n```\n",
        f"Here it is:\n\n```json\n{ANSWER}\n```",
        f"```json\n{ANSWER}\n```\nI hope {{this}} helps!",
        f"<think>Should I write {{\"x\": 1}}?</think>\n{ANSWER}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("size", [1, 3, 1_000])
def test_that_only_the_json_is_heard_however_it_is_wrapped_and_cut(said: str, size: int):
    taker = Bare()
    heard = "".join(taker.take(said[start : start + size]) for start in range(0, len(said), size))
    assert heard.startswith("{")
    assert json.loads(heard) == json.loads(bare(said)) == json.loads(ANSWER)


def test_that_plain_json_is_heard_without_waiting():
    taker = Bare()
    assert [taker.take(piece) for piece in ('{"a', '": "b ', "c`", '"}')] == ['{"a', '": "b ', "c`", '"}']


def test_that_a_text_without_json_is_given_whole_to_its_reader_and_never_heard():
    assert bare(" I cannot do this. ") == "I cannot do this."
    assert Bare().take("I cannot do this.") == ""


def test_that_a_schema_is_made_strict_through_all_its_levels_and_left_as_it_was():
    schema = {
        "type": "object", "title": "Letter", "required": [],
        "properties": {
            "title": {"type": "string", "maxLength": 9, "default": ""},
            "parts": {"type": "array", "items": {"$ref": "#/$defs/Part", "description": "x"}},
            "one": {"anyOf": [{"type": "object", "properties": {"a": {"type": "integer"}}}, {"type": "null"}]},
        },
        "$defs": {"Part": {"type": "object", "properties": {"kind": {"enum": ["a", "b"], "type": "string"}}}},
    }  # fmt: skip
    before = json.dumps(schema)
    assert strict(schema) == {
        "type": "object", "required": ["title", "parts", "one"], "additionalProperties": False,
        "properties": {
            "title": {"type": "string"},
            "parts": {"type": "array", "items": {"$ref": "#/$defs/Part"}},
            "one": {
                "anyOf": [
                    {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"],
                     "additionalProperties": False},
                    {"type": "null"},
                ]
            },
        },
        "$defs": {
            "Part": {"type": "object", "properties": {"kind": {"enum": ["a", "b"], "type": "string"}},
                     "required": ["kind"], "additionalProperties": False}
        },
    }  # fmt: skip
    assert json.dumps(schema) == before
