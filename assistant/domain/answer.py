"""A model's answer as the form that was asked for."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from assistant.errors import ModelFailed

Form = TypeVar("Form", bound=BaseModel)


def bare_json(text: str) -> str:
    """An answer without what models put around their JSON (a fence, a word before it)."""
    start, end = text.find("{"), text.rfind("}")
    return text[start : end + 1] if start >= 0 and end > start else text[max(start, 0) :]


def in_form(text: str, form: type[Form]) -> Form:
    """A whole answer, read.

    Raises:
        ModelFailed: it says nothing (empty), or is not in that form (structure).
    """
    if not text.strip():
        raise ModelFailed("empty", "The model answered nothing.")
    try:
        return form.model_validate_json(bare_json(text))
    except ValidationError as error:
        raise ModelFailed("structure", "The model's answer was not in the form that was asked for.") from error
