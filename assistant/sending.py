"""A letter on its way to the CSM's mail program: whom it goes to, and the mail as a file. Nothing is ever sent."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

from assistant.casework import Desk
from assistant.domain.account import Contact
from assistant.domain.draft import Draft, DraftRequest
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
    request = DraftRequest.model_validate({k: v for k, v in stored.items() if k != "answers"})
    account = await desk.records.account(draft.account)
    wrote = request.contact or ""
    if not wrote and request.message.strip():
        wrote = desk.read(request.message, request.sender, account, await desk.records.organisation()).sender.name
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
