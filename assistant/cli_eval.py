"""`tomoni eval`: figures of the case files, and what the failing cases miss."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli_drafting import write_json
from assistant.cli_running import DONE, FINDINGS, AsJson, Data, finish, locale_say, settings_for
from assistant.texts import Say

if TYPE_CHECKING:
    from assistant.evals import FileResult


def evaluate(
    folder: Annotated[Path, typer.Argument(help="A folder of case files.", show_default=False)],
    times: Annotated[int, typer.Option("--times", min=1, help="Run each case so often; all have to pass.")] = 1,
    model: Annotated[bool, typer.Option("--model", help="Draft with the model that TOMONI_MODEL names.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show the whole letter of failing cases.")] = False,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Run the cases; exit 1 where one failed."""

    async def work() -> int:
        from assistant.evals import run

        say = locale_say()
        results = await run(folder, settings_for(data), say, times, with_model=model)
        if as_json:
            write_json({result.file: result.as_json() for result in results})
        else:
            show_results(results, say, verbose)
        return FINDINGS if any(result.failures for result in results) else DONE

    finish(work)


def show_results(results: Sequence["FileResult"], say: Say, verbose: bool) -> None:
    """A table of the figures, then the failing cases."""
    from assistant.terminal import safe, table

    rows = [
        (
            result.file,
            f"{result.passed}/{result.n}",
            "  ".join(f"{name} {value}" for name, value in result.figures.items()),
        )
        for result in results
    ]
    table((say("file"), say("passed"), say("figures")), rows)
    for result in results:
        for why, count in result.fallbacks.items():
            typer.echo(
                safe(
                    say(
                        "%(file)s: worded by a playbook %(count)s times: %(why)s",
                        file=result.file,
                        count=count,
                        why=why,
                    )
                )
            )
    for result in results:
        for failure in result.failures:
            typer.echo(f"\n{result.file} {failure['case']} {failure.get('failed', '')}".rstrip())
            typer.echo(f"  > {safe(failure['message'])[:200]}".replace("\n", " "))
            for name, missing in failure["missing"].items():
                typer.echo(f"  {name}: {safe(json.dumps(missing, ensure_ascii=False))}")
            if verbose and "body" in failure:
                typer.echo(
                    "\n".join(f"  | {line}" for line in safe(f"{failure['subject']}\n{failure['body']}").splitlines())
                )
