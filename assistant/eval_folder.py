"""A folder of case files: its vendors, accounts, help texts and cases, as `tomoni eval` runs them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import Invalid

Case = dict[str, Any]

RUN = ("triage.jsonl", "drafts.jsonl", "attacks.jsonl", "reviews.jsonl")


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
    cases = {name: _lines(path / name) for name in RUN if (path / name).exists()}
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
