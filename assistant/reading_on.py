"""A second reading of a customer's mail by the model, where one is configured and the rules are unsure."""

import asyncio
import hashlib
import logging
from collections import OrderedDict
from typing import TYPE_CHECKING

from assistant.domain.account import Account
from assistant.domain.reading import Reading
from assistant.errors import ModelFailed
from assistant.ports import Answered
from assistant.triage.by_model import ReadingSaid, reading_prompt, said, unsure
from assistant.triage.merging import merged

if TYPE_CHECKING:
    from assistant.casework import Desk

# The reader waits for the letter, not for the reading: it gets a part of the time that one task may take.
_SHARE_OF_DEADLINE = 1 / 3
# Tokens that the prompt takes besides the mail; a Japanese character may be a token of its own.
_AROUND_MAIL = 2_000
_SHORTEST, _LONGEST = 600, 6_000


class ReadingsKept:
    """The last answers of a model by account and mail, so that a draft's next version is read as the one before it.

    In this process alone and for a while; what is gone is asked again, or read by the rules.

    Args:
        most: how many are kept.
    """

    def __init__(self, most: int = 256):
        self._most = most
        self._kept: OrderedDict[str, ReadingSaid] = OrderedDict()

    @staticmethod
    def key(account: Account, model: str, message: str) -> str:
        """One account's mail as one model reads it."""
        return hashlib.sha256("\0".join((account.id, model, message)).encode()).hexdigest()

    def get(self, key: str) -> ReadingSaid | None:
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def put(self, key: str, answer: ReadingSaid) -> None:
        self._kept[key] = answer
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)


async def read_on(
    desk: "Desk", reading: Reading, message: str, account: Account, ask: bool = True
) -> tuple[Reading, Answered[ReadingSaid] | None]:
    """The rules' reading, with what a model finds besides where the rules are unsure.

    Args:
        desk: its model, prompts, cards and kept answers.
        reading: of the rules, of a customer's mail.
        message: the mail as it came.
        account: whose mail it is; one with `no_model` is read by the rules alone.
        ask: False where only an answer that is there already is used, as in a check while somebody types.

    Returns:
        The reading, and the model's answer with its costs where it was asked now. A model that fails leaves the rules'
        reading as it is, which is said in the log: the CSM hears of a failing model with the letter.
    """
    model = desk.model
    if model is None or account.no_model or not unsure(reading, message):
        return reading, None
    key = desk.readings.key(account, model.name, message)
    if kept := desk.readings.get(key):
        return merged(reading, kept, message), None
    if not ask or model.trouble:
        return reading, None
    longest = min(_LONGEST, max(_SHORTEST, desk.model_context - _AROUND_MAIL))
    prompt = reading_prompt(desk.prompts, reading, desk.knowledge.situations, longest)
    try:
        async with asyncio.timeout(desk.model_deadline * _SHARE_OF_DEADLINE):
            answered = await model.ask(prompt, said)
    except (ModelFailed, TimeoutError) as error:
        kind = error.kind if isinstance(error, ModelFailed) else "timeout"
        logging.getLogger(__name__).warning("The rules alone read a mail of %s: model %s.", account.id, kind)
        return reading, None
    desk.readings.put(key, answered.value)
    return merged(reading, answered.value, message), answered
