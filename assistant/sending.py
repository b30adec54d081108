"""A letter on its way to the CSM's mail program: whom it goes to, and the mail as a file. Nothing is ever sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from assistant.casework import Desk
from assistant.domain.account import Account, Contact
from assistant.domain.draft import Draft, DraftRequest
from assistant.domain.organisation import Organisation
from assistant.errors import Invalid
from assistant.planning import people


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A draft with what was asked for, and the contact that it is addressed to, where there is one."""

    draft: Draft
    request: DraftRequest
    to: Contact | None


async def outgoing(desk: Desk, id: str) -> Outgoing:
    """The newest version of a draft and its addressee, found as the letter's own salutation was. Raises NotFound."""
    draft, stored = await desk.records.draft(id)
    account = await desk.records.account(draft.account)
    return addressed(desk, draft, stored, account, await desk.records.organisation())


def addressed(
    desk: Desk, draft: Draft, stored: Mapping[str, Any], account: Account, organisation: Organisation | None
) -> Outgoing:
    """The same from what was read before; `stored` is the request as it is on record."""
    request = DraftRequest.model_validate({k: v for k, v in stored.items() if k != "answers"})
    wrote = request.contact or ""
    # Where there is nobody else to choose, the message need not be read.
    if not wrote and request.message.strip() and len(people.present(account.contacts)) > 1:
        wrote = desk.read(request.message, request.sender, account, organisation).sender.name
    note = request.message if request.sender != "customer" else ""
    return Outgoing(draft, request, people.addressee(account, wrote, request.instruction or "", note))


def mail(letter: Outgoing) -> bytes:
    """The letter as a mail to be opened and sent by hand (RFC 5322, UTF-8).

    Raises Invalid for what is not for a customer, and where there are no words.
    """
    draft, to = letter.draft, letter.to
    if draft.audience == "colleague":
        raise Invalid("This is written for colleagues, so there is no mail to the customer. Copy the text instead.")
    if not draft.body.strip():
        raise Invalid("There is nothing to send in this draft.")
    made = EmailMessage(policy=SMTP)
    # A line break within a header would begin another header.
    made["Subject"] = " ".join(draft.subject.split())
    if to and to.email:
        made["To"] = to.email
    # Outlook opens a mail with this header as one to be written, not as one received.
    made["X-Unsent"] = "1"
    made.set_content(draft.body, charset="utf-8")
    return made.as_bytes()
