"""`tomoni`: the command line. Results on stdout, words to people on stderr.

Exit status: 0 done, 1 done with findings, refused or held rows, 2 wrong use, 3 failed.
"""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise

import typer

from assistant.cli_running import Data, locale_say, remember_data
from assistant.garbage import keep_what_is_loaded, look_seldom

_say = locale_say()

# Each command with the module it lives in: a shell that wants one does not wait for the others to be imported.
_COMMANDS = {
    "import": ("assistant.cli_data", "import_app", ""),
    "serve": ("assistant.cli_serve", "serve", _say("The API on this machine.")),
    "draft": ("assistant.cli_drafting", "draft", _say("One draft, checked, with notes for the CSM.")),
    "batch": ("assistant.cli_batch", "batch", _say("A draft for every row of a file; goes on where it was left.")),
    "worker": ("assistant.cli_worker", "worker", _say("Rows of batches on this machine as well, through PostgreSQL.")),
    "review": (
        "assistant.cli_review", "review", _say("The red pen on your own reply: findings, changes, what is good."),
    ),
    "triage": (
        "assistant.cli_drafting", "triage", _say("What situations a message holds, or each line of a JSON Lines file."),
    ),
    "search": (
        "assistant.cli_drafting", "search",
        _say("What recall finds among principles, help texts and an account's record."),
    ),
    "eval": ("assistant.cli_eval", "evaluate", _say("Run the case files of a folder through the real flow.")),
    "doctor": ("assistant.cli_data", "doctor", _say("What is configured and reachable, and where the data lies.")),
}  # fmt: skip


def app_of(arguments: Sequence[str]) -> typer.Typer:
    """The application with the command that the arguments name; with all of them where they name none."""
    words = (word for before, word in pairwise(("", *arguments)) if before != "--data")
    named = next((word for word in words if word in _COMMANDS), None)
    app = typer.Typer(
        name="tomoni",
        help=_say("A coach at the side of every customer success manager."),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_tomoni)
    for name, (module, member, help) in _COMMANDS.items():
        if named in (None, name):
            command = getattr(import_module(module), member)
            if isinstance(command, typer.Typer):
                app.add_typer(command, name=name)
            else:
                app.command(name, help=help)(command)
    return app


def _tomoni(data: Data = None) -> None:
    """Takes `--data` before the command as well as after it."""
    remember_data(data)


def main() -> None:
    """The `tomoni` command."""
    # A command lives for a second or two and throws little away: looking for garbage again and again while modules
    # load took a fifth of its time.
    look_seldom()
    # Our vectors are short: threads for them are started in vain, and starting them costs.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        app_of(sys.argv[1:])()
    except BrokenPipeError:
        # The reader of a pipe has had enough; Python would complain once more at exit.
        sys.stderr.close()
        sys.exit(0)
    finally:
        # An interpreter that ends would look through everything again, which a short command feels.
        keep_what_is_loaded()


if __name__ == "__main__":
    main()
