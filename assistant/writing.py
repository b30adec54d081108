"""Words for a plan: a playbook's, or a model's around which the playbook and the checks stand."""

import asyncio
from dataclasses import replace

from assistant.casework import Case, Desk
from assistant.checking import check
from assistant.domain.draft import Origin
from assistant.domain.plan import CoachNote, Plan
from assistant.errors import ModelFailed
from assistant.model_letter import ModelLetter, Wish, Written, noted
from assistant.telling import Telling
from assistant.texts import Say


class Writing:
    """Words a plan by what is configured, and by the playbook wherever a model fails.

    Args:
        desk: the stores, shelves and steps that `bootstrap` chose.
    """

    def __init__(self, desk: Desk):
        self._desk = desk

    async def write(self, case: Case, plan: Plan, say: Say, telling: Telling, wish: Wish | None = None) -> Written:
        """The plan in words, and what every check says of them."""
        plain = await self._by_playbook(case, plan, say)
        model = self._desk.model
        if model is None or case.brief.account.no_model or not plan.send or not plain.words.parts:
            return plain
        letter = ModelLetter(self._desk, model, case, plain, say, telling, wish)
        try:
            async with asyncio.timeout(self._desk.model_deadline):
                return await letter.write()
        except TimeoutError:
            failed = ModelFailed("timeout", "The model did not answer in time.")
        except ModelFailed as error:
            failed = error
        note = CoachNote("model_failed", {"kind": failed.kind})
        spent = {"tokens_in": letter.cost.tokens_in, "tokens_out": letter.cost.tokens_out}
        origin = plain.origin.model_copy(update={"fallback": say(failed.message, **failed.values), **spent})
        return replace(plain, plan=noted(plain.plan, note), origin=origin)

    async def _by_playbook(self, case: Case, plan: Plan, say: Say) -> Written:
        """A playbook's words; what blocks in a part that can go is cut, once."""
        words = self._desk.word(plan, case)
        checked = await check(self._desk, case, plan, words, say)
        origin = Origin(prompt=words.origin)
        if not checked.blocks:
            return Written(plan, words, checked, origin)
        blocked = [
            f.start for f in checked.findings if f.severity == "block" and f.source == "body" and f.start is not None
        ]
        bad = {p.kind for p in words.parts for start in blocked if p.start <= start < p.end}
        lighter = replace(plan, moves=tuple(m for m in plan.moves if m.weight == 1 or m.kind not in bad))
        if len(lighter.moves) == len(plan.moves):
            return Written(plan, words, checked, origin)
        words = self._desk.word(lighter, case)
        return Written(lighter, words, await check(self._desk, case, lighter, words, say), origin)
