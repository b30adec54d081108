"""What every door answers where a request is refused: one status, one sentence, the fields at fault."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, get_args

from pydantic import ValidationError

from assistant import errors
from assistant.domain.account import AccountId
from assistant.domain.draft import MESSAGE_LIMIT
from assistant.texts import Say

_STATUS = (
    (errors.NotFound, 404),
    (errors.Conflict, 409),
    (errors.TooLarge, 413),
    (errors.Unavailable, 503),
    (errors.KnowledgeError, 503),
    (errors.ModelFailed, 503),
    (errors.TomoniError, 422),
)
_SHOWN_ERRORS = 20
_SHOWN_NAME = 100
_SHOWN_IN_SENTENCE = 3

_ACCOUNT_ID_PATTERN = get_args(AccountId)[1].pattern

# By the beginning of pydantic's error type; the first that fits.
_REASONS = (
    ("missing", "is missing"),
    ("extra_forbidden", "is not a field that is known here"),
    ("json_invalid", "is not valid JSON"),
    ("string_unicode", "holds bytes that are no text"),
    ("string_too_long", "has more than %(max_length)s characters"),
    ("string_too_short", "must not be empty"),
    ("string_pattern", "does not have the right form"),
    ("string", "must be text"),
    ("literal", "must be one of: %(expected)s"),
    ("enum", "must be one of: %(expected)s"),
    ("bool", "must be true or false"),
    ("date", "must be a date such as 2026-11-30"),
    ("greater_than", "must be at least %(ge)s"),
    ("less_than", "must be at most %(le)s"),
    ("int", "must be a whole number"),
    ("float", "must be a number"),
    ("finite_number", "must be a number"),
    ("list", "must be a list"),
    ("dict", "must be an object with named fields"),
    ("model", "must be an object with named fields"),
)
_ACCOUNT_ID = "does not have the right form (small letters a to z, digits and hyphens)"
_OTHERWISE = "is not as it should be"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refused request: the HTTP status, a sentence for the caller, and the fields with their reasons."""

    status: int
    detail: str
    errors: tuple[dict[str, str], ...] = ()


def refusal(error: Exception, say: Say) -> Refusal | None:
    """What to answer for an error, in the caller's language; None where it is no fault that a person can mend."""
    if isinstance(error, ValidationError):
        return refusal_of_fields(error.errors(include_url=False), say)
    if isinstance(error, errors.TomoniError):
        status = next(status for kind, status in _STATUS if isinstance(error, kind))
        named = tuple({"field": name, "reason": say(reason)} for name, reason in error.fields.items())
        return Refusal(status, say(error.message, **error.values), named)
    return None


def refusal_of_fields(found: Sequence[Any], say: Say) -> Refusal:
    """What to answer for pydantic's list of errors: 413 where a mail is too long, else 422."""
    named = tuple({"field": _field(e["loc"]), "reason": _reason(e, say)} for e in found[:_SHOWN_ERRORS])
    for error, shown in zip(found, named, strict=False):
        if error["type"] == "string_too_long" and shown["field"] in ("message", "draft"):
            text = "The message has %(count)s characters; at most %(limit)s are taken. Nothing was cut."
            return Refusal(413, say(text, count=len(error["input"]), limit=MESSAGE_LIMIT), named)
    each = [say("%(field)s %(reason)s", **shown) for shown in named[:_SHOWN_IN_SENTENCE]]
    listed = reduce(lambda before, one: say("%(before)s; %(one)s", before=before, one=one), each)
    if len(found) > _SHOWN_IN_SENTENCE:
        listed = say("%(listed)s and %(more)s more", listed=listed, more=len(found) - _SHOWN_IN_SENTENCE)
    return Refusal(422, say("This cannot be taken as it is: %(listed)s.", listed=listed), named)


def _field(place: Sequence[int | str]) -> str:
    """The field's name with dots. Where in the request it stood, and pydantic's names of types, say nothing here."""
    parts = [str(p)[:_SHOWN_NAME] for n, p in enumerate(place) if not _is_machinery(p, first=n == 0)]
    return ".".join(parts) or "body"


def _is_machinery(part: int | str, first: bool) -> bool:
    if isinstance(part, int):
        return False
    return (first and part in ("body", "query", "path", "header")) or part in ("constrained-str", "Bilingual")


def _reason(error: Any, say: Say) -> str:
    values = {name: str(value) for name, value in error.get("ctx", {}).items()}
    if "expected" in values:
        values["expected"] = values["expected"].replace("' or '", "', '").replace("'", "")
    if values.get("pattern") == _ACCOUNT_ID_PATTERN:
        return say(_ACCOUNT_ID)
    reason = next((text for kind, text in _REASONS if error["type"].startswith(kind)), _OTHERWISE)
    if reason.count("%(") and not any(f"%({name})s" in reason for name in values):
        reason = _OTHERWISE
    return say(reason, **values) if "%(" in reason else say(reason)
