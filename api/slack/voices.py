"""The language of each person, as Slack has it."""

import logging
from time import monotonic

from api.slack.posting import Posting, reason
from assistant.coach import Coach
from assistant.errors import TomoniError
from assistant.texts import Say, say_in

# Somebody who changes their language in Slack is answered in it after so long at the latest.
_KEPT_SECONDS = 3_600
_MOST = 10_000


class Voices:
    """Says what is said to somebody in their own language; the organisation's where Slack does not tell it."""

    def __init__(self, coach: Coach, posting: Posting):
        self._coach, self._posting = coach, posting
        self._known: dict[str, tuple[float, Say]] = {}

    async def of(self, user: str) -> Say:
        """The voice for a person."""
        known = self._known.get(user)
        if known and known[0] > monotonic():
            return known[1]
        default = await self.default()
        try:
            answer = await self._posting.client.users_info(user=user, include_locale=True)
            found = (answer.get("user") or {}).get("locale")
        except Exception as error:
            # A language is worth no draft: whatever is wrong with Slack's Web API is said in the log.
            logging.getLogger("tomoni.slack").warning("Slack did not tell a user's language: %s", reason(error))
            return default
        say = say_in(found, "en") if found else default
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[user] = monotonic() + _KEPT_SECONDS, say
        return say

    async def default(self) -> Say:
        """The organisation's language."""
        try:
            organisation = await self._coach.records.organisation()
        except TomoniError:
            organisation = None
        return say_in(organisation.language if organisation else "ja")
