"""A persona's script: prompts/practice/<language>/<persona>.j2, a macro for each pressure and each answer to a reply.

Its header says who is played (`roles`, `stranger`), what it is about (`situation`), the pressures in their order
(`beats`, `after_gave`; `calm` are those that demand nothing), and what is answered in a reply (`faults`: the first alone; `merits`: up to two).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from jinja2.environment import TemplateModule

from assistant.domain.practice import REPLIES, Mark, PracticeTurn
from assistant.errors import KnowledgeError
from assistant.practice.known import Known
from assistant.prompt_library import PromptLibrary
from assistant.wording.playbook import chooser, tidy

OPENING, CLOSING = "opening", "closing"
SILENCE = "silence"
# The customer gives in early where the reply has held this often in a row, and this many replies were given.
_IN_A_ROW, _EARLIEST = 4, 7
_THAWED = 5


@dataclass(frozen=True, slots=True)
class Line:
    """What the customer does next. `asks_for` is the pressure in a word, `ends` whether it is the last."""

    text: str
    scene: str
    beat: str
    played: tuple[str, ...]
    ends: bool = False


class Script:
    """A persona in one language."""

    def __init__(self, library: PromptLibrary, persona: str, language: str):
        self.name = f"practice/{language}/{persona}.j2"
        self._library, self._language = library, language
        self.header = library.header(self.name)
        if missing := [key for key in ("title", "what", "situation", "roles", "beats") if key not in self.header]:
            raise KnowledgeError("%(file)s: the header does not say `%(key)s`.", {"file": self.name, "key": missing[0]})

    def presses(self, beat: str) -> bool:
        """True where a turn of the customer demands something."""
        return beat not in self.header.get("calm", ())

    def line(self, known: Known, beat: str, seed: str) -> str:
        """The words of one pressure alone."""
        return _Said(self._library.module(self.name, **known.words(), **_tools(seed)), (), self._language).macro(beat)

    def next(self, known: Known, turns: Sequence[PracticeTurn], seed: str) -> Line:
        """The customer's next line.

        Args:
            known: what may be said of the account.
            turns: so far; the last one is the CSM's, or there is none yet.
            seed: decides between wordings that say the same.
        """
        marks = [turn.mark for turn in turns if turn.mark]
        played = [name for turn in turns for name in turn.played]
        said = _Said(self._library.module(self.name, **known.words(), **_tools(seed)), played, self._language)
        if not turns:
            return Line(said.macro(OPENING), said.macro(f"scene_{OPENING}"), OPENING, (OPENING,))
        if len(marks) >= REPLIES or _won(marks):
            ending = f"end_{outcome(marks)}"
            return Line(said.macro(ending), said.macro(f"scene_{ending}"), CLOSING, (ending,), True)
        beat = self._beat(marks, played)
        scene = said.macro(f"scene_{beat}")
        if beat == SILENCE:
            return Line("", scene, beat, (beat,))
        answers = self._answers(marks[-1], said)
        if turns[-2].beat == SILENCE and not any(name.removeprefix("on_") in self.header["faults"] for name in answers):
            answers.insert(0, "back")
        words = [text for name in answers if (text := said.macro(name))] + [said.macro(beat)]
        return Line("\n".join(w for w in words if w), scene, beat, (*answers, beat))

    def _beat(self, marks: Sequence[Mark], played: Sequence[str]) -> str:
        """After a yes the customer wants more; else the next pressure in the script's order."""
        extra = next((name for name in self.header.get("after_gave", ()) if name not in played), None)
        if extra and marks[-1].gave_way:
            return extra
        return next((name for name in self.header["beats"] if name not in played), self.header["beats"][-1])

    def _answers(self, mark: Mark, said: "_Said") -> list[str]:
        faults = [f"on_{name}" for name in self.header.get("faults", ()) if name in mark.seen]
        merits = [f"on_{name}" for name in self.header.get("merits", ()) if name in mark.seen]
        known = [name for name in faults if said.has(name)][:1]
        return known or _taken_up([name for name in merits if said.has(name)])


class _Said:
    """The macros of a script, each of which knows how often it was played before."""

    def __init__(self, module: TemplateModule, played: Sequence[str], language: str):
        self._module, self._played, self._language = module, played, language

    def has(self, name: str) -> bool:
        return hasattr(self._module, name)

    def macro(self, name: str) -> str:
        macro = getattr(self._module, name, None)
        return tidy(str(macro(self._played.count(name))), self._language) if macro else ""


# What is not taken up beside something weightier: "…" stands for anything.
_LESS_THAN = {"on_asked": "on_value", "on_apologised": "on_next_contact", "on_thanked": "…"}


def _taken_up(names: Sequence[str]) -> list[str]:
    """Two answers at most, and one question at most is answered."""
    asked = [name for name in names if name.startswith("on_asked")]
    kept = [name for name in names if name not in asked[1:]]
    weightier = {name: (set(kept) - {name} if than == "…" else {than}) for name, than in _LESS_THAN.items()}
    return [name for name in kept if not weightier.get(name, set()) & set(kept)][:2]


def _tools(seed: str) -> dict[str, object]:
    choose = chooser(seed)

    def turn(n: int, *wordings: str) -> str:
        """Another wording each time, beginning where this account begins."""
        first = wordings.index(choose(*wordings))
        return wordings[(first + n) % len(wordings)]

    def nth(n: int, *wordings: str) -> str:
        """One wording after the other, the last one from then on."""
        return wordings[min(n, len(wordings) - 1)]

    return {"pick": choose, "turn": turn, "nth": nth}


_COOLS = frozenset(
    {"blamed", "flattered", "begged", "sold", "costs", "sent_away", "put_off", "nagged", "nothing", "misnamed"}
)


def _warms(mark: Mark) -> int:
    """What holds warms, more so where it shows, asks or offers something; faults cool."""
    good = mark.held + (mark.held and bool({"value", "asked", "next_contact", "traded", "pictured"} & set(mark.seen)))
    return good - 2 * len(_COOLS & set(mark.seen))


def _won(marks: Sequence[Mark]) -> bool:
    return len(marks) >= _EARLIEST and outcome(marks) == "won" and all(mark.held for mark in marks[-_IN_A_ROW:])


def outcome(marks: Sequence[Mark]) -> str:
    """How a session ends: given (something was granted), won (held, and it warmed the customer), else open."""
    if any(mark.gave_way for mark in marks):
        return "given"
    return "won" if sum(_warms(mark) for mark in marks) >= _THAWED else "open"
