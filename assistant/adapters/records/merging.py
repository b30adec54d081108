"""Merging an import into what is on record: fields present replace, fields absent stay, items find their own."""

from collections.abc import Callable
from typing import Any, TypeVar

from assistant.domain.account import (
    Account,
    Approval,
    Contact,
    Goal,
    HistoryEntry,
    Measured,
    Outcome,
    Record,
    Usage,
)

R = TypeVar("R", bound=Record)

# What makes two items of a list the same thing, where they do not both have an id (formats.md, Tables).
_SAME: dict[type[Record], Callable[[Any], tuple]] = {
    Contact: lambda item: (item.name,),
    Approval: lambda item: (item.what,),
    Goal: lambda item: (item.statement, item.kpi),
    Outcome: lambda item: (item.statement,),
    Measured: lambda item: (item.date,),
    Usage: lambda item: (item.month, item.date),
    HistoryEntry: lambda item: (item.date, item.kind, item.text),
}


def merge(known: R, news: R) -> R:
    """What is known, with the news in it; neither is changed.

    Args:
        known: what is on record.
        news: what came in; only the fields that were given count (`model_fields_set`).
    """
    changes = {name: _merged(getattr(known, name), getattr(news, name)) for name in news.model_fields_set}
    return known.model_copy(update=changes)


def merge_account(known: Account | None, news: Account) -> Account:
    """The account after an import. A new one goes in as it came, items given twice once."""
    return merge(Account(id=news.id, name=news.name) if known is None else known, news)


def _merged(known: Any, news: Any) -> Any:
    if isinstance(news, Record) and isinstance(known, Record):
        return merge(known, news)
    if isinstance(news, list) and news and type(news[0]) in _SAME:
        return _merged_items(known, news)
    # An empty list of items has no item that could be the same as one on record: all stay.
    if isinstance(news, list) and not news and known and type(known[0]) in _SAME:
        return known
    return news


def _merged_items(known: list[Any], news: list[Any]) -> list[Any]:
    same = _SAME[type(news[0])]
    items = list(known)
    by_id = {item.id: n for n, item in enumerate(items) if getattr(item, "id", "")}
    by_words: dict[tuple, int] = {}
    for n, item in enumerate(items):
        by_words.setdefault(same(item), n)
    for item in news:
        id = getattr(item, "id", "")
        place = by_id.get(id) if id else None
        if place is None:
            place = by_words.get(same(item))
            if place is not None and id and getattr(items[place], "id", ""):
                place = None  # the same words under another id are another item
        if place is None:
            place = len(items)
            items.append(item)
            by_words.setdefault(same(item), place)
        else:
            items[place] = merge(items[place], item)
        if id:
            by_id[id] = place
    return items
