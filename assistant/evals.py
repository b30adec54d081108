"""Runs case files through the real flow on a throw-away data folder (`tomoni eval`)."""

import asyncio
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.domain.account import Account
from assistant.domain.draft import DraftRequest, Origin
from assistant.domain.review import Review, ReviewRequest
from assistant.errors import Invalid
from assistant.eval_folder import RUN, Case, CaseFolder, read_folder
from assistant.eval_scores import Answer, Score, score_draft, score_review, score_situation
from assistant.reading_on import ReadingsKept, read_on
from assistant.refusals import refusal
from assistant.settings import Settings
from assistant.texts import Say

if TYPE_CHECKING:
    from assistant.coach import Coach

# Cases at once where a model is waited for; without one there is nothing to wait for.
_AT_ONCE = 8
_ASKED = (
    "account", "message", "situation", "language", "instruction", "from", "contact", "subject", "channel", "today",
)  # fmt: skip


@dataclass(slots=True)
class FileResult:
    """One case file: how many cases, how many passed, the figures by name, what the failing ones miss.

    `fallbacks` says by its sentence why a model's words were not used, and how often.
    """

    file: str
    n: int = 0
    passed: int = 0
    figures: dict[str, float | int] = field(default_factory=dict)
    failures: list[dict[str, Any]] = field(default_factory=list)
    fallbacks: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The object of this file in `--json`."""
        why = {"fallback_reasons": self.fallbacks} if self.fallbacks else {}
        return {"n": self.n, "passed": self.passed, **self.figures, **why, "failures": self.failures}


@dataclass(frozen=True, slots=True)
class _Run:
    """One run of a case: its score, what the flow answered where it drafts, and what a model had to do with it."""

    score: Score
    answer: Answer | None = None
    origin: Origin | None = None
    review: Review | None = None


async def run(path: Path, settings: Settings, say: Say, times: int = 1, with_model: bool = False) -> list[FileResult]:
    """Run every case file of a folder.

    Args:
        path: the folder.
        settings: knowledge, embeddings and model are taken from these; records and vectors are thrown away afterwards.
        say: the caller's language.
        times: how often each case runs; it has passed where it passed every time.
        with_model: False runs by rules and playbooks alone, whatever is configured.

    Raises:
        Invalid: a folder out of order, or `with_model` where no model is configured.
    """
    if with_model and settings.model is None:
        raise Invalid("No model is configured: set TOMONI_MODEL, for example to openai:NAME, or leave out --model.")
    folder = read_folder(path)
    used = settings if with_model else settings.model_copy(update={"model": None})
    at_once = asyncio.Semaphore(min(_AT_ONCE, settings.model_concurrency) if with_model else 1)
    async with opened(folder, used, say) as coaches:
        files = [name for name in RUN if name in folder.cases]
        return [await _run_file(name, folder.cases[name], coaches, times, at_once) for name in files]


@asynccontextmanager
async def opened(folder: CaseFolder, settings: Settings, say: Say) -> AsyncIterator[dict[int, "Coach"]]:
    """A coach for each vendor of a folder, by its number, on records that are thrown away afterwards.

    One model serves all of them: its key may stand in the settings' data folder, and its limits are for the whole run.
    """
    from assistant.bootstrap import open_model

    model, bare = open_model(settings), settings.model_copy(update={"model": None})
    async with AsyncExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tomoni-eval-")))
        coaches: dict[int, Coach] = {}
        for index in sorted({c.get("organisation") or 0 for cases in folder.cases.values() for c in cases}):
            coaches[index] = await _vendor(folder, index, root, bare, say, stack)
            coaches[index].desk.model = model
            # A case that runs again is read again.
            coaches[index].desk.readings = ReadingsKept(0)
        yield coaches


async def _vendor(
    folder: CaseFolder, index: int, root: Path, settings: Settings, say: Say, stack: AsyncExitStack
) -> "Coach":
    from assistant.bootstrap import open_coach
    from assistant.importing import import_accounts, import_help, import_organisation

    if not 0 <= index < len(folder.organisations):
        raise Invalid("A case names organisation %(index)s, which is not there.", {"index": index})
    data = root / str(index)
    # Derived from the knowledge and named by its content: what is there already need not be made again.
    for derived in (settings.data / "derived", *root.glob("*/derived")):
        if derived.is_dir():
            shutil.copytree(derived, data / "derived", dirs_exist_ok=True)
    coach = await open_coach(settings.model_copy(update={"data": data, "database_url": None, "chroma_url": None}))
    stack.push_async_callback(coach.close)
    accounts, texts = folder.of(index)
    lines = "\n".join(json.dumps(account, ensure_ascii=False) for account in accounts)
    vendor = json.dumps(folder.organisations[index], ensure_ascii=False)
    reports = [await import_organisation("organisation.json", vendor.encode(), coach.records, say)]
    reports += [await import_accounts([("accounts.jsonl", lines.encode())], coach.records, say)] if accounts else []
    reports += [await import_help(texts, coach.records, say)] if texts else []
    if refused := [row.why for report in reports for row in report.rows if row.status == "refused"]:
        raise Invalid("The cases' own records are not in order: %(reasons)s", {"reasons": " ".join(refused)})
    return coach


async def _run_file(
    name: str, cases: Sequence[Case], coaches: Mapping[int, "Coach"], times: int, at_once: asyncio.Semaphore
) -> FileResult:
    async def one(case: Case) -> _Run:
        async with at_once:
            return await _run_case(name, case, coaches[case.get("organisation") or 0])

    async with asyncio.TaskGroup() as group:
        tasks = [[group.create_task(one(case)) for _ in range(times)] for case in cases]
    result, worst = FileResult(name, len(cases)), 0
    made = [[task.result() for task in runs] for runs in tasks]
    for case, runs in zip(cases, made, strict=True):
        if failed := [run for run in runs if run.score.missing]:
            result.failures.append(_failure(case, failed[0], len(failed), times))
            worst = max(worst, len(failed))
    result.passed = result.n - len(result.failures)
    every = [run for runs in made for run in runs]
    result.figures = figures(run.score for run in every)
    if times > 1:
        result.figures["failed_at_worst"] = worst
    origins = [run.origin for run in every if run.origin]
    if any(coach.desk.model for coach in coaches.values()):
        result.figures |= _of_model(origins)
        result.fallbacks = dict(Counter(origin.fallback for origin in origins if origin.fallback).most_common())
    return result


async def _run_case(name: str, case: Case, coach: "Coach") -> _Run:
    if name == "triage.jsonl":
        return await _run_triage(case, coach)
    if name == "reviews.jsonl":
        return await _run_review(case, coach)
    answer = await answer_to(case, coach)
    return _Run(score_draft(case, answer), answer, answer.draft.origin if answer.draft else None)


async def _run_triage(case: Case, coach: "Coach") -> _Run:
    """A customer's mail as a draft would have it read: by the rules, and by the model where they are unsure."""
    score, sender = Score(), case.get("from") or "customer"
    reading = await coach.triage(case["message"], case.get("account"), sender=sender)
    origin = None
    if coach.desk.model and sender == "customer":
        named = case.get("account")
        account = await coach.records.account(named) if named else Account(id="nobody", name="nobody")
        reading, asked = await read_on(coach.desk, reading, case["message"], account)
        if asked:
            origin = Origin(writer="model", model=asked.model, tokens_in=asked.tokens_in, tokens_out=asked.tokens_out)
    score_situation(case, str(reading.situation), score, figure="accuracy")
    return _Run(score, origin=origin)


async def _run_review(case: Case, coach: "Coach") -> _Run:
    """A CSM's own text under the red pen; what its changes mend is found by reading it again with all of them."""
    asked = {key: case[key] for key in (*_ASKED, "draft") if key in ReviewRequest.model_fields and key in case}
    request = ReviewRequest.model_validate(asked)
    read = await coach.review(request, "en")
    changed = any(remark.change for remark in read.findings)
    again = await coach.review(request.model_copy(update={"draft": read.rewrite}), "en") if changed else read
    origin = None
    if read.model or read.fallback:
        origin = Origin(
            writer="model" if read.model else "csm", model=read.model, fallback=read.fallback, tokens_in=read.tokens_in,
            tokens_out=read.tokens_out,
        )  # fmt: skip
    return _Run(score_review(case, read, again), origin=origin, review=read)


async def answer_to(case: Case, coach: "Coach") -> Answer:
    """The draft, or the status that the API would give. A fault of ours is 500 and fails the case, not the run."""
    asked = {key: case[key] for key in _ASKED if key in case}
    try:
        return Answer(201, await coach.draft(DraftRequest.model_validate(asked)))
    except Exception as error:
        refused = refusal(error, Say("en"))
        return (
            Answer(refused.status, why=refused.detail)
            if refused
            else Answer(500, why=f"{type(error).__name__}: {error}")
        )


def _of_model(origins: Sequence[Origin]) -> dict[str, int]:
    """How many drafts (or readings) a model made, how many a playbook had to, and the tokens of both directions."""
    return {
        "by_model": sum(origin.writer == "model" for origin in origins),
        "fallbacks": sum(bool(origin.fallback) for origin in origins),
        "tokens_in": sum(origin.tokens_in for origin in origins),
        "tokens_out": sum(origin.tokens_out for origin in origins),
    }


def _failure(case: Case, run: _Run, failed: int, times: int) -> dict[str, Any]:
    shown: dict[str, Any] = {"case": case["case"], "missing": run.score.missing}
    if times > 1:
        shown["failed"] = f"{failed}/{times}"
    shown["message"] = case.get("message") or ""
    if run.review:
        shown |= {
            "findings": [f"{r.code}: {r.quote}" for r in run.review.findings],
            "body": case["draft"],
            "subject": "",
        }
    if run.answer and (draft := run.answer.draft):
        shown |= {"drafted_by": draft.drafted_by, "subject": draft.subject, "body": draft.body}
    return shown


def figures(scores: Iterable[Score]) -> dict[str, float | int]:
    """The share of what was met for each figure; `must_not` and `must_not_find` count violations."""
    wanted: dict[str, int] = {}
    met: dict[str, int] = {}
    for score in scores:
        for name, count in score.wanted.items():
            wanted[name] = wanted.get(name, 0) + count
            met[name] = met.get(name, 0) + score.met[name]
    shares: dict[str, float | int] = {name: round(met[name] / count, 3) for name, count in wanted.items() if count}
    for name in ("must_not", "must_not_find"):
        if name in wanted:
            shares[name] = wanted[name] - met[name]
    return shares
