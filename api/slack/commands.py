"""What is typed after `/tomoni`, and what is chosen and filled in because of it."""

import asyncio
import json
import secrets
from collections.abc import Mapping
from time import monotonic

import aiohttp
from slack_sdk.errors import SlackApiError

from api.slack import asked, forms, kit, telling
from api.slack.callers import Caller
from api.slack.drafting import Drafting
from api.slack.finding import Names, Sought
from api.slack.kit import Block, escaped, shortened
from api.slack.posting import Posting, reason
from assistant.coach import Coach
from assistant.errors import Invalid

# As long as the address of a command can be answered to.
PENDING_SECONDS = 30 * 60
_NAMES_SECONDS = 5.0
# What people write between a name and a message.
_BETWEEN = " \u3000\n、,,::"


class Commands:
    """Does what commands ask for.

    Args:
        coach: the flow.
        drafting: makes and shows drafts.
        posting: opens forms.
    """

    def __init__(self, coach: Coach, drafting: Drafting, posting: Posting):
        self._coach, self._drafting, self._posting = coach, drafting, posting
        self._names: tuple[float, Names] = (0.0, Names({}))

    async def typed(self, caller: Caller, text: str) -> None:
        """A command as it was typed."""
        wanted = asked.read(text)
        if wanted.wanted == "help":
            blocks = telling.help_blocks(self._drafting.address, caller.say)
            await caller.show(caller.say("Help"), [blocks])
        elif wanted.wanted == "form":
            await self._open(caller, "draft", None)
        elif wanted.wanted == "review":
            hits = (await self._sought(wanted.text)).hits if wanted.text else ()
            await self._open(caller, "review", hits[0] if len(hits) == 1 else None)
        elif not wanted.text:
            raise Invalid("Name the account: /tomoni ask ACCOUNT QUESTION, or /tomoni close ACCOUNT.")
        else:
            await self._with_account(caller, wanted.wanted, wanted.text)

    async def chosen(self, caller: Caller, pending: str, account: str) -> None:
        """An account that was chosen from a menu; goes on with what was typed before."""
        note = await self._coach.records.claim_note(f"slack:pending:{pending}")
        if note is None:
            raise Invalid("This menu is too old. Type the command again.")
        kept = json.loads(note)
        await self._go_on(caller, kept["wanted"], account, kept["text"])

    async def filled(self, caller: Caller, form: str, fields: Mapping[str, str]) -> None:
        """A form that was sent."""
        account, message = fields.get("account", ""), fields.get("message", "")
        if form == "review":
            await self._drafting.review(caller, account, message, fields.get("draft", ""))
        else:
            more = {name: fields.get(name) for name in ("situation", "language", "instruction")}
            await self._drafting.draft(caller, account, message, **more)

    async def found(self, words: str) -> list[Block]:
        """The lines of a menu that is being typed into."""
        names = await self._current()
        ids = await asyncio.to_thread(names.with_words, words)
        return [telling.account_option(names.names, id) for id in ids]

    async def _with_account(self, caller: Caller, wanted: str, text: str) -> None:
        """Finds the account that the text begins with; where it is not clear which one, asks."""
        sought = await self._sought(text)
        if len(sought.hits) == 1:
            await self._go_on(caller, wanted, sought.hits[0], sought.rest)
        else:
            await self._ask_which(caller, wanted, sought)

    async def _go_on(self, caller: Caller, wanted: str, account: str, text: str) -> None:
        if wanted == "close":
            await self._drafting.close(caller, account, text)
        elif wanted == "ask":
            await self._answer(caller, account, text)
        elif text:
            await self._drafting.draft(caller, account, text)
        else:
            await self._open(caller, "draft", account)

    async def _answer(self, caller: Caller, account: str, question: str) -> None:
        if not question:
            raise Invalid("Write the question after the account: /tomoni ask ACCOUNT QUESTION.")
        known = await self._coach.records.account(account)
        conversation = await self._coach.conversing.begin(account)
        turn = await self._coach.conversing.turn(conversation.id, question, "question", caller.say.language)
        assert turn.answer is not None, "a question has an answer"
        blocks = telling.answer(turn.answer, question, known.name, caller.say)
        await caller.show(caller.say("The coach answers"), kit.messages(blocks), replace=True)

    async def _ask_which(self, caller: Caller, wanted: str, sought: Sought) -> None:
        """A menu of the accounts that were meant, perhaps."""
        names, said = await self._current(), escaped(shortened(sought.said, 40))
        ids, text = list(sought.hits), sought.rest
        if ids:
            title = caller.say("Several accounts are called “%(said)s”. Which one?", said=said)
        elif await asyncio.to_thread(names.misspelt, sought.said):
            ids = await asyncio.to_thread(names.nearest, sought.said)
            text = text.removeprefix(sought.said).lstrip(_BETWEEN).strip()
            title = caller.say("No account is called “%(said)s”. These come nearest:", said=said)
        else:
            title = caller.say("No account is called “%(said)s”.", said=said)
            ids = [named.id for named in await self._coach.records.named_in(text, "") if named.id in names.names]
            if ids:
                title += " " + caller.say("The message names these:")
            elif ids := await asyncio.to_thread(names.nearest, sought.said):
                title += " " + caller.say("These come nearest:")
        if not ids:
            form = caller.say("/tomoni alone opens a form in which accounts are found as you type.")
            await caller.tell(f"{title} {form}")
            return
        pending = secrets.token_hex(8)
        note = json.dumps({"wanted": wanted, "text": text}, ensure_ascii=False)
        await self._coach.records.claim(f"slack:pending:{pending}", PENDING_SECONDS, note)
        await caller.show(caller.say("Which account?"), [telling.choice(title, ids, names.names, pending, caller.say)])

    async def _open(self, caller: Caller, form: str, account: str | None) -> None:
        """Opens a form. Raises Invalid where Slack does not, with its reason."""
        kept = json.dumps({"url": caller.url, "channel": caller.channel})
        names = await self._current()
        chosen = telling.account_option(names.names, account) if account and account in names.names else None
        if form == "review":
            view = forms.review_form(kept, chosen, caller.say)
        else:
            titles = {name: titles[caller.say.language] for name, titles in self._drafting.titles.items()}
            view = forms.draft_form(kept, chosen, titles, caller.say)
        await self.open_view(caller, view)

    async def open_view(self, caller: Caller, view: Block) -> None:
        """Opens a window. Raises Invalid where Slack does not, with its reason."""
        try:
            await self._posting.client.views_open(trigger_id=caller.trigger, view=view)
        except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
            text = "Slack did not open the form (%(why)s). Type the command again, or with account and message."
            raise Invalid(text, {"why": reason(error)}) from error

    async def _sought(self, text: str) -> Sought:
        sought = await asyncio.to_thread((await self._current()).sought, text)
        if not sought.hits:
            # It may have been imported a moment ago.
            sought = await asyncio.to_thread((await self._current(fresh=True)).sought, text)
        return sought

    async def _current(self, fresh: bool = False) -> Names:
        until, known = self._names
        if fresh or until < monotonic():
            names = await self._coach.records.account_names()
            if names != known.names:
                known = await asyncio.to_thread(Names, names)
            self._names = monotonic() + _NAMES_SECONDS, known
        return known
