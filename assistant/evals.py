"""Runs case files through the real flow on a throw-away data folder (`tomoni eval`)."""

import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.domain.draft import DraftRequest
from assistant.errors import Invalid
from assistant.eval_scores import Answer, Score, score_draft, score_situation
from assistant.refusals import refusal
from assistant.settings import Settings
from assistant.texts import Say

if TYPE_CHECKING:
    from assistant.coach import Coach

Case = dict[str, Any]

FILES = ("triage.jsonl", "drafts.jsonl", "attacks.jsonl")
_NOT_RUN = "reviews.jsonl"
_ASKED = (
    "account", "message", "situation", "language", "instruction", "from", "contact", "subject", "channel", "today",
)  # fmt: skip


@dataclass(slots=True)
class FileResult:
    """One case file: how many cases, how many passed, the figures by name, what the failing ones miss."""

    file: str
    n: int = 0
    passed: int | None = 0
    figures: dict[str, float | int] = field(default_factory=dict)
    failures: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The object of this file in `--json`."""
        return {"n": self.n, "passed": self.passed, **self.figures, "failures": self.failures}


@dataclass(frozen=True, slots=True)
class CaseFolder:
    """A folder in the layout of the example cases."""

    path: Path
    organisations: list[Case]
    accounts: list[Case]
    help: list[tuple[str, bytes]]
    cases: dict[str, list[Case]]

    def of(self, index: int) -> tuple[list[Case], list[tuple[str, bytes]]]:
        """The accounts and help texts of one vendor: those that its cases name, and those that no case names."""
        named: dict[str, set[int]] = {}
        for case in (case for cases in self.cases.values() for case in cases):
            articles = case.get("help") or []
            for name in (case.get("account"), *([articles] if isinstance(articles, str) else articles)):
                named.setdefault(str(name), set()).add(case.get("organisation") or 0)
        accounts = [
            {key: value for key, value in account.items() if key != "organisation"}
            for account in self.accounts
            if index in ({account["organisation"]} if "organisation" in account else named.get(account["id"], {index}))
        ]
        return accounts, [(name, data) for name, data in self.help if index in named.get(name, {index})]


def read_folder(path: Path) -> CaseFolder:
    """Read a folder of cases.

    Raises:
        Invalid: there is no organisation or no case file, or a line is no JSON object.
    """
    try:
        found = json.loads((path / "organisation.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Invalid(
            "%(file)s cannot be read: %(reason)s.", {"file": path / "organisation.json", "reason": error}
        ) from error
    cases = {name: _lines(path / name) for name in (*FILES, _NOT_RUN) if (path / name).exists()}
    if not cases:
        raise Invalid("There are no case files in %(folder)s.", {"folder": path})
    texts = sorted(p for p in (path / "help").rglob("*") if p.is_file()) if (path / "help").is_dir() else []
    help_texts = [(p.relative_to(path / "help").as_posix(), p.read_bytes()) for p in texts]
    organisations = found if isinstance(found, list) else [found]
    accounts = _lines(path / "accounts.jsonl") if (path / "accounts.jsonl").exists() else []
    return CaseFolder(path, organisations, accounts, help_texts, cases)


def _lines(path: Path) -> list[Case]:
    cases: list[Case] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
        except ValueError as error:
            raise Invalid(
                "%(file)s, line %(line)s: %(reason)s", {"file": path.name, "line": number, "reason": error}
            ) from error
        if not isinstance(case, dict):
            raise Invalid("%(file)s, line %(line)s is no JSON object.", {"file": path.name, "line": number})
        cases.append({"case": f"{path.stem} {number}", **case})
    return cases


async def run(path: Path, settings: Settings, say: Say, times: int = 1) -> list[FileResult]:
    """Run every case file of a folder.

    Args:
        path: the folder.
        settings: knowledge and embeddings are taken from these; records and vectors are thrown away afterwards.
        say: the caller's language.
        times: how often each case runs; it has passed where it passed every time.
    """
    folder = read_folder(path)
    async with AsyncExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tomoni-eval-")))
        coaches: dict[int, Coach] = {}
        for index in sorted({c.get("organisation") or 0 for cases in folder.cases.values() for c in cases}):
            coaches[index] = await _vendor(folder, index, root, settings, say, stack)
        results = [await _run_file(name, folder.cases[name], coaches, times) for name in FILES if name in folder.cases]
    if _NOT_RUN in folder.cases:
        results.append(FileResult(_NOT_RUN, len(folder.cases[_NOT_RUN]), None))
    return results


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


async def _run_file(name: str, cases: Sequence[Case], coaches: Mapping[int, "Coach"], times: int) -> FileResult:
    result = FileResult(name, len(cases))
    scores: list[Score] = []
    for case in cases:
        coach = coaches[case.get("organisation") or 0]
        runs = [await _run_case(name, case, coach) for _ in range(times)]
        failed = [run for run in runs if run[0].missing]
        scores += [score for score, _ in runs]
        if failed:
            score, answer = failed[0]
            result.failures.append(_failure(case, score, answer, len(failed), times))
    result.passed = result.n - len(result.failures)
    result.figures = figures(scores)
    return result


async def _run_case(name: str, case: Case, coach: "Coach") -> tuple[Score, Answer | None]:
    if name == "triage.jsonl":
        score = Score()
        reading = await coach.triage(case["message"], case.get("account"), sender=case.get("from") or "customer")
        score_situation(case, str(reading.situation), score, figure="accuracy")
        return score, None
    answer = await _answer(case, coach)
    return score_draft(case, answer), answer


async def _answer(case: Case, coach: "Coach") -> Answer:
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


def _failure(case: Case, score: Score, answer: Answer | None, failed: int, times: int) -> dict[str, Any]:
    shown: dict[str, Any] = {"case": case["case"], "missing": score.missing}
    if times > 1:
        shown["failed"] = f"{failed}/{times}"
    shown["message"] = case.get("message") or ""
    if answer and answer.draft:
        shown |= {"subject": answer.draft.subject, "body": answer.draft.body}
    return shown


def figures(scores: Iterable[Score]) -> dict[str, float | int]:
    """The share of what was met for each figure; `must_not` counts violations."""
    wanted: dict[str, int] = {}
    met: dict[str, int] = {}
    for score in scores:
        for name, count in score.wanted.items():
            wanted[name] = wanted.get(name, 0) + count
            met[name] = met.get(name, 0) + score.met[name]
    shares: dict[str, float | int] = {name: round(met[name] / count, 3) for name, count in wanted.items() if count}
    if "must_not" in wanted:
        shares["must_not"] = wanted["must_not"] - met["must_not"]
    return shares
