"""Where logs go: stderr, as text for people or as JSON, a line each, for programs (TOMONI_LOG)."""

import logging
import sys
from typing import Literal


def set_up(form: Literal["text", "json"] | None = None) -> None:
    """Writes every warning and error of this process to stderr.

    Args:
        form: text or json; None chooses text on a terminal, else json.
    """
    # Imported here: a command that says nothing has no need of it.
    import structlog

    stamp = structlog.processors.TimeStamper("iso", utc=True)
    known = [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        stamp,
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    ]
    if (form or ("text" if sys.stderr.isatty() else "json")) == "json":
        # A traceback as a list of its calls, without the values of their variables: those may be a customer's words.
        last = [
            structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False)),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    else:
        last = [
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)
        ]
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=known[:3], processors=[*known[3:], *last])
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def are_set_up() -> bool:
    """True where something was said about logs, or the command is one that lives long."""
    return bool(logging.getLogger().handlers)
