"""Raw values, as they came from JSON or from a table, into the shape of the record.

Single values are read as people write them (see `values`), fields that are not known are left out and named, what does
not fit becomes a fault with the field's name. Ranges and lengths are the record's own business: `checked` asks it.
"""

import types
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from assistant.adapters.readers import values
from assistant.adapters.readers.faults import Fault, dotted, shown

M = TypeVar("M", bound=BaseModel)
Path = tuple[Any, ...]
ABSENT: Any = object()

# What one percent is, by field: elsewhere a percentage is no number that the record could hold.
_PERCENT = {"percent": 1, "gross_margin": 0.01, "baseline": 1, "target": 1, "current": 1, "value": 1}
_GOAL_FIGURES = ("baseline", "target", "current")


@dataclass(slots=True)
class Notes:
    """What was found on the way: reasons for refusing, and fields that were left out."""

    faults: list[Fault] = field(default_factory=list)
    ignored: dict[str, None] = field(default_factory=dict)

    def fault(self, path: Path, message: str, value: Any = None, **more: object) -> Any:
        self.faults.append(Fault(message, {"field": dotted(path), "value": shown(value), **more}))
        return ABSENT


Shape = Callable[[Any, Path, Notes], Any]


def shaped(raw: Any, model: type[BaseModel], notes: Notes) -> dict[str, Any]:
    """The raw fields in the shape of `model`; faults and fields left out are added to `notes`."""
    found = _of_model(model)(raw, (), notes)
    return {} if found is ABSENT else found


@cache
def _of_model(model: type[BaseModel]) -> Shape:
    fields = {info.alias or name: _of(info.annotation, name) for name, info in model.model_fields.items()}
    has_figures = "unit" in fields and "baseline" in fields

    def shape(value: Any, path: Path, notes: Notes) -> Any:
        if not isinstance(value, dict):
            message = "`%(field)s` should hold fields of its own, not one value: %(value)s."
            return notes.fault(path, message if path else "This is not an account: %(value)s.", value)
        if has_figures:
            value = _with_percent_unit(value)
        out = {}
        for key, item in value.items():
            child = fields.get(key)
            if child is None:
                notes.ignored[dotted((*(step for step in path if not isinstance(step, int)), shown(key)))] = None
            elif (found := child(item, (*path, key), notes)) is not ABSENT:
                out[key] = found
        return out

    return shape


def _with_percent_unit(goal: dict[str, Any]) -> dict[str, Any]:
    """A goal whose figures are written with a percent sign and that has no unit is measured in percent."""
    figures = (goal.get(name) for name in _GOAL_FIGURES)
    percent = any(
        isinstance(figure, str) and figure.strip().endswith(("%", "\N{FULLWIDTH PERCENT SIGN}")) for figure in figures
    )
    return {**goal, "unit": "%"} if percent and not goal.get("unit") else goal


def _of(annotation: Any, name: str) -> Shape:
    kinds, nullable = kinds_of(annotation)
    kind = kinds[0]
    if kind is str and len(kinds) > 1:
        return _or_none(_text_or_fields(_of_model(kinds[1])), nullable, is_text=True)
    if get_origin(kind) is list:
        return _many(_of(get_args(kind)[0], name))
    if get_origin(kind) is dict:
        return _by_name(_of(get_args(kind)[1], name))
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _or_none(_of_model(kind), nullable)
    return _or_none(_single(_reader(kinds, name)), nullable, str in kinds)


def kinds_of(annotation: Any) -> tuple[list[Any], bool]:
    """The types a field may hold, without None and without their limits, and whether None may stand there."""
    if get_origin(annotation) is Annotated:
        return kinds_of(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        parts = get_args(annotation)
        return [kinds_of(part)[0][0] for part in parts if part is not type(None)], type(None) in parts
    return [annotation], False


def _reader(kinds: list[Any], name: str) -> values.Reader:
    if date in kinds:
        return values.day_or_yes if bool in kinds else values.day
    if get_origin(kinds[0]) is Literal:
        return values.choice(get_args(kinds[0]))
    if name == "month":
        return values.month
    simple = {bool: values.yes_or_no, int: values.whole, float: partial(values.number, percent=_PERCENT.get(name))}
    return simple.get(kinds[0], values.text)


def _single(read: values.Reader) -> Shape:
    def shape(value: Any, path: Path, notes: Notes) -> Any:
        try:
            return read(value)
        except values.Unfit as unfit:
            return notes.fault(path, unfit.message, value, **unfit.values)

    return shape


def _text_or_fields(fields: Shape) -> Shape:
    """A text, or the same text by language."""
    text = _single(values.text)
    return lambda value, path, notes: (fields if isinstance(value, dict) else text)(value, path, notes)


def _or_none(inner: Shape, nullable: bool, is_text: bool = False) -> Shape:
    """Null stays where the record has it, else it counts as not given; so does an empty text for a date or number."""

    def shape(value: Any, path: Path, notes: Notes) -> Any:
        if value is None or (not is_text and isinstance(value, str) and not value.strip()):
            return None if nullable else ABSENT
        return inner(value, path, notes)

    return shape


def _many(item: Shape) -> Shape:
    """A list, or (from columns) its items by number; gaps between the numbers are closed."""

    def shape(value: Any, path: Path, notes: Notes) -> Any:
        if value is None:
            return ABSENT
        if isinstance(value, dict) and value and all(isinstance(key, int) for key in value):
            numbered = sorted(value.items())
        elif isinstance(value, list):
            numbered = list(enumerate(value))
        else:
            return notes.fault(path, "`%(field)s` is not a list: %(value)s.", value)
        found = [item(one, (*path, number), notes) for number, one in numbered]
        return [one for one in found if one is not ABSENT]

    return shape


def _by_name(item: Shape) -> Shape:
    def shape(value: Any, path: Path, notes: Notes) -> Any:
        if value is None:
            return ABSENT
        if not isinstance(value, dict):
            return notes.fault(path, "`%(field)s` should hold fields of its own, not one value: %(value)s.", value)
        found = {values.cleaned(key): item(one, (*path, key), notes) for key, one in value.items()}
        return {key: one for key, one in found.items() if one is not ABSENT}

    return shape


def checked(found: dict[str, Any], model: type[M]) -> tuple[M | None, list[Fault]]:
    """The record, or the reasons why it is none: missing fields, lengths, ranges."""
    try:
        return model.model_validate(found), []
    except ValidationError as error:
        faults = [_fault(one, found) for one in error.errors(include_url=False)]
        return None, [fault for fault in faults if fault]


def _fault(error: Any, found: Any) -> Fault | None:
    """A sentence for an error of the record: pydantic's own words are for programmers."""
    path, other_kind = _path_in(found, error["loc"], error["type"] == "missing")
    if other_kind and error["type"] in ("string_type", "model_type"):
        # Where a field may be one of two kinds, pydantic complains about both; its shape is one of them already.
        return None
    limits = error.get("ctx") or {}
    given = {"field": dotted(path), "value": shown(error.get("input"))}
    if error["loc"] == ("id",) and error["type"] != "missing":
        return Fault("`id` begins with a-z or 0-9 and holds only a-z, 0-9 and hyphens, at most 64: %(value)s.", given)
    match error["type"]:
        case "missing" | "string_too_short":
            return Fault("`%(field)s` is missing.", given)
        case "string_too_long":
            return Fault("`%(field)s` has more than %(limit)s characters.", given | {"limit": limits["max_length"]})
        case "greater_than_equal":
            return Fault("`%(field)s` is below %(limit)s: %(value)s.", given | {"limit": f"{limits['ge']:g}"})
        case "less_than_equal":
            return Fault("`%(field)s` is above %(limit)s: %(value)s.", given | {"limit": f"{limits['le']:g}"})
        case "string_unicode":
            return Fault("`%(field)s` holds characters that cannot be read.", given)
        case _:
            return Fault("`%(field)s` cannot be taken as it is: %(value)s.", given)


def _path_in(found: Any, loc: Path, missing: bool) -> tuple[Path, bool]:
    """Pydantic's place as the user's, and whether it named a kind of value on the way, which is no step of the user's."""
    path: list[Any] = []
    for at, step in enumerate(loc):
        inside = (isinstance(found, list) and isinstance(step, int)) or (isinstance(found, dict) and step in found)
        if inside or (missing and at == len(loc) - 1):
            path.append(step)
            found = found[step] if inside else None
    return tuple(path), len(path) < len(loc)
