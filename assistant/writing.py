"""Words for a plan: a playbook's, or a model's around which the playbook and the checks stand."""

import asyncio
from dataclasses import replace

from assistant.casework import Case, Desk
from assistant.checking import check
from assistant.domain.draft import Origin
from assistant.domain.plan import CoachNote, Plan
from assistant.errors import ModelFailed
from assistant.model_letter import ModelLetter
from assistant.telling import Telling
from assistant.texts import Say
from assistant.wording.playbook import Words
from assistant.written import Cost, PlaybookBlocked, Wish, Written, noted, without_blocked


class Writing:
    """Words a plan by what is configured, and by the playbook wherever a model fails.

    Args:
        desk: the stores, shelves and steps that `bootstrap` chose.
    """

    def __init__(self, desk: Desk):
        self._desk = desk

    async def write(self, case: Case, plan: Plan, say: Say, telling: Telling, wish: Wish | None = None) -> Written:
        """The plan in words, and what every check says of them."""
        words = self._desk.word(plan, case)
        model = self._desk.model
        if model is None or case.brief.account.no_model or not plan.send or not words.parts:
            return await self._by_playbook(case, plan, words, say)
        spent = Cost.of(case)
        try:
            async with asyncio.timeout(self._desk.model_deadline):
                try:
                    return await ModelLetter(self._desk, model, case, plan, words, say, telling, wish, spent).write()
                except PlaybookBlocked as blocked:
                    # A point of the plan cannot be said at all: the model is asked for the others alone.
                    plan, words = blocked.lighter, self._desk.word(blocked.lighter, case)
                    again = ModelLetter(self._desk, model, case, plan, words, say, telling, wish, spent, anew=True)
                    return await again.write()
        except TimeoutError:
            failed = ModelFailed("timeout", "The model did not answer in time.")
        except ModelFailed as error:
            failed = error
        plain = await self._by_playbook(case, plan, words, say)
        note = CoachNote("model_failed", {"kind": failed.kind})
        tokens = {"tokens_in": spent.tokens_in, "tokens_out": spent.tokens_out}
        origin = plain.origin.model_copy(update={"fallback": say(failed.message, **failed.values), **tokens})
        return replace(plain, plan=noted(plain.plan, note), origin=origin)

    async def _by_playbook(self, case: Case, plan: Plan, words: Words, say: Say) -> Written:
        """A playbook's words, checked; what blocks in a part that can go is cut, once."""
        checked = await check(self._desk, case, plan, words, say)
        lighter = without_blocked(plan, words, checked)
        if lighter is None:
            return Written(plan, words, checked, Origin(prompt=words.origin))
        words = self._desk.word(lighter, case)
        return Written(lighter, words, await check(self._desk, case, lighter, words, say), Origin(prompt=words.origin))
