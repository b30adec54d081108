"""When Python looks for garbage: what is loaded stays, and a draft leaves little behind that has to be looked for."""

import gc

# Python's own thresholds.
_USUAL = (700, 10, 10)
_SELDOM = (50_000, 20, 20)


def look_seldom() -> None:
    """For a process that loads much and throws little away: modules that load, letters of a batch."""
    gc.set_threshold(*_SELDOM)


def look_as_usual() -> None:
    """For a process that stays, and that others leave things behind in."""
    gc.set_threshold(*_USUAL)


def keep_what_is_loaded() -> None:
    """What is there now is not looked through again: that stops everything for a fifth of a second each time."""
    gc.freeze()
