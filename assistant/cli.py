"""`tomoni`: the command line. Results on stdout, words to people on stderr.

Exit status: 0 done, 1 done with findings, refused or held rows, 2 wrong use, 3 failed.
"""

import gc
import sys

import typer

from assistant.cli_batch import batch
from assistant.cli_data import doctor, import_app
from assistant.cli_drafting import draft, search, triage
from assistant.cli_eval import evaluate
from assistant.cli_review import review
from assistant.cli_running import Data, locale_say, remember_data
from assistant.cli_serve import serve
from assistant.cli_worker import worker

_say = locale_say()

app = typer.Typer(
    name="tomoni",
    help=_say("A coach at the side of every customer success manager."),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(import_app, name="import")
app.command("serve", help=_say("The API on this machine."))(serve)
app.command("draft", help=_say("One draft, checked, with notes for the CSM."))(draft)
app.command("batch", help=_say("A draft for every row of a file; goes on where it was left."))(batch)
app.command("worker", help=_say("Rows of batches on this machine as well, through PostgreSQL."))(worker)
app.command("review", help=_say("The red pen on your own reply: findings, changes, what is good."))(review)
app.command("triage", help=_say("What situations a message holds, or each line of a JSON Lines file."))(triage)
app.command("search", help=_say("What recall finds among principles, help texts and an account's record."))(search)
app.command("eval", help=_say("Run the case files of a folder through the real flow."))(evaluate)
app.command("doctor", help=_say("What is configured and reachable, and where the data lies."))(doctor)


@app.callback()
def tomoni(data: Data = None) -> None:
    """Takes `--data` before the command as well as after it."""
    remember_data(data)


def main() -> None:
    """The `tomoni` command."""
    # A command lives for a second or two and throws little away: looking for garbage again and again while modules
    # load took a fifth of its time.
    gc.set_threshold(50_000, 20, 20)
    try:
        app()
    except BrokenPipeError:
        # The reader of a pipe has had enough; Python would complain once more at exit.
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
