"""Whether it is clear who is written to."""

from assistant.domain.account import Contact
from assistant.domain.batch import Reason
from assistant.holding.view import View, meant
from assistant.planning import people


def named(view: View) -> Reason | None:
    """The row names somebody: who has left, who is not on record, or two people who could be meant."""
    name = (view.request.contact or "").strip()
    if not name:
        return None
    contacts = view.brief.account.contacts
    found = meant(people.present(contacts), name)
    if len(found) > 1:
        return _two("“%(named)s” could be %(first)s or %(second)s. Whom is this letter for?", found, named=name)
    if found and found[0] is view.brief.contact:
        return None
    gone = [] if found else [c for c in contacts if c.left and meant([c], name)]
    if gone:
        return _left(gone[0])
    if not found and view.brief.replying:
        return None
    values = {"named": name}
    return Reason("unknown_contact", "“%(named)s” is not clearly one of the contacts on record. Whom is this letter for?", values)  # fmt: skip


def nobody(view: View) -> Reason | None:
    """The row names nobody, and the record names nobody who is still there."""
    contacts = view.brief.account.contacts
    if people.present(contacts):
        return None
    if contacts:
        return _left(contacts[0])
    return Reason("no_contact", "No contact is on record. Whom is this letter for, and what did that person do for it?")


def two_alike(view: View) -> Reason | None:
    """The row names nobody, and the first contact on record is not the only one of that role."""
    contacts = people.present(view.brief.account.contacts)
    if view.request.contact or not contacts or contacts[0].role in (None, "user"):
        return None
    alike = [c for c in contacts if c.role == contacts[0].role]
    if len(alike) < 2:
        return None
    return _two("%(first)s and %(second)s have the same role on record, and the row names neither. Whom is this letter for?", alike)  # fmt: skip


def _left(contact: Contact) -> Reason:
    if isinstance(contact.left, bool):
        return Reason("contact_left", "%(contact)s has left, by the record. Who is written to instead?", {"contact": contact.name})  # fmt: skip
    values = {"contact": contact.name, "date": contact.left.isoformat() if contact.left else ""}
    return Reason("contact_left", "%(contact)s left on %(date)s, by the record. Who is written to instead?", values)


def _two(message: str, found: list[Contact], **values: str) -> Reason:
    return Reason("two_contacts", message, {**values, "first": _shown(found[0]), "second": _shown(found[1])})


def _shown(contact: Contact) -> str:
    """A name with what tells it from another's."""
    more = " ".join(t for t in (contact.department, contact.title) if t) or contact.email
    return f"{contact.name} ({more})" if more else contact.name
