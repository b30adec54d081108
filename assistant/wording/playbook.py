"""Words a plan with a playbook: a Jinja2 file of one macro a move."""

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from jinja2.environment import TemplateModule

from assistant.domain.draft import Mark, Part
from assistant.domain.plan import Move, Plan
from assistant.errors import KnowledgeError
from assistant.planning.brief import CLOSE, OPEN, SEP
from assistant.prompt_library import PromptLibrary

_CITED = re.compile(f"{OPEN}([A-Z][0-9]+){SEP}([^{CLOSE}]*){CLOSE}")
_BREAK = "\\\n"
# Stands for a kept line break while the other lines are joined; from the private use area as the citations are.
_HARD = "\ue003"
_SHARED = "_shared"


@dataclass(frozen=True, slots=True)
class Words:
    """A worded plan: subject and body as plain text, the parts and the citation marks by code points of the body."""

    subject: str
    body: str
    parts: tuple[Part, ...]
    marks: tuple[Mark, ...]
    origin: str


def chooser(seed: str) -> Callable[..., str]:
    """Chooses one of several wordings by the account and the move: the same account always reads the same."""

    def choose(*wordings: str) -> str:
        return wordings[zlib.crc32("|".join((seed, *wordings)).encode()) % len(wordings)]

    return choose


def tidy(text: str, language: str) -> str:
    """Joins the lines of a paragraph as the language does; a backslash at a line's end keeps the break."""
    glue = "" if language == "ja" else " "
    kept = text.replace(_BREAK, _HARD)
    paragraphs = [
        glue.join(line.strip() for line in block.splitlines() if line.strip()) for block in re.split(r"\n\s*\n", kept)
    ]
    lines = "\n\n".join(p for p in paragraphs if p.strip(f"{_HARD} \u3000"))
    return re.sub(f" *{_HARD} *", "\n", lines).strip("\n ")


def unmark(text: str, offset: int = 0) -> tuple[str, list[Mark]]:
    """Takes the citations out of a text: the plain words, and which of them rest on what."""
    plain, marks, last = "", [], 0
    for match in _CITED.finditer(text):
        plain += text[last : match.start()]
        start = offset + len(plain)
        plain += match[2]
        marks.append(Mark(start=start, end=offset + len(plain), citation=match[1]))
        last = match.end()
    return plain + text[last:], marks


# The files in which a macro is looked for, in order; each is made into a module when it is needed.
_Modules = list[TemplateModule | Callable[[], TemplateModule]]


class Playbooks:
    """All playbooks: prompts/playbooks/<language>/<situation>.j2, with what they share in _shared.j2."""

    def __init__(self, library: PromptLibrary, folder: str = "playbooks"):
        self._library = library
        self._folder = folder

    def _modules(self, situation: str, language: str, seed: str, **values: object) -> _Modules:
        values = {"pick": chooser(seed), **values}
        names = [f"{self._folder}/{language}/{name}.j2" for name in (situation, _SHARED)]
        return [partial(self._made, name, values) for name in names if self._library.exists(name)]

    def _made(self, name: str, values: dict[str, object]) -> TemplateModule:
        return self._library.module(name, **values)

    @staticmethod
    def _say(modules: _Modules, name: str, inputs: dict) -> str:
        for n, module in enumerate(modules):
            if not isinstance(module, TemplateModule):
                # Made when a macro is looked for in it: what all share has many, of which most letters need none.
                module = modules[n] = module()
            if macro := getattr(module, name, None):
                return str(macro(**inputs))
        raise KnowledgeError("No playbook words the move %(move)s.", {"move": name})

    def sayings(self, situation: str, language: str, **values: object) -> Callable[[str, dict], str]:
        """What words one macro after another of a situation's file, or of the shared one, as tidy text.

        Its arguments are the macro's name and inputs; `values` is what every macro may name.
        """
        modules = self._modules(situation, language, "", **values)
        return lambda name, inputs: tidy(self._say(modules, name, inputs), language)

    def say(self, situation: str, language: str, name: str, inputs: dict, **values: object) -> str:
        """One macro of a situation's file, or of the shared one, as tidy text."""
        return self.sayings(situation, language, **values)(name, inputs)

    def word(self, plan: Plan, seed: str) -> Words:
        """The letter. `seed` (account and moment) decides between wordings that say the same.

        Raises KnowledgeError where a playbook lacks a move; jinja2's UndefinedError or TypeError where a move's inputs
        are missing or not used by its macro.
        """
        name = f"{self._folder}/{plan.language}/{plan.situation}.j2"
        origin = self._library.origin(name)
        modules = self._modules(plan.situation, plan.language, seed, tone=plan.tone, channel=plan.channel)
        blocks: list[tuple[str, str]] = []
        for move in plan.moves:
            text = tidy(self._worded(modules, plan, move), plan.language)
            if not text:
                continue
            if move.joins and blocks and blocks[-1][0] == move.kind:
                glue = "" if plan.language == "ja" else " "
                blocks[-1] = (move.kind, blocks[-1][1] + glue + text)
            else:
                blocks.append((move.kind, text))
        body, parts, marks = "", [], []
        for kind, block in blocks:
            body += "\n\n" if body else ""
            text, found = unmark(block, len(body))
            parts.append(Part(kind=kind, text=text, start=len(body), end=len(body) + len(text)))
            marks += found
            body += text
        subject = plan.subject
        if isinstance(subject, dict):
            subject = unmark(tidy(self._say(modules, "subject", subject), plan.language))[0]
        return Words(subject, body, tuple(parts), tuple(marks), origin)

    def _worded(self, modules: _Modules, plan: Plan, move: Move) -> str:
        inputs = move.inputs
        # A move of another situation's playbook, in a mail that holds several matters.
        if situation := inputs.get("_of"):
            inputs = {key: value for key, value in inputs.items() if key != "_of"}
            if situation != plan.situation:
                name = f"{self._folder}/{plan.language}/{situation}.j2"
                seed_values = {"tone": plan.tone, "channel": plan.channel, "pick": chooser(str(situation))}
                modules = [self._library.module(name, **seed_values), *modules]
        return self._say(modules, move.name, inputs)
