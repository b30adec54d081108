"""What letters of every situation share: the greeting, the period for a meeting, the closing."""

import re
from datetime import timedelta

from assistant.domain.organisation import readable
from assistant.planning import people
from assistant.planning.brief import Brief, Sheet


def greet(brief: Brief, sheet: Sheet) -> None:
    """Address, one line of greeting, our name (japanese.md, anatomy)."""
    contact, owner = brief.contact, brief.account.owner
    name = contact.name if contact else ""
    if brief.language == "en":
        first = people.first_name(name)
        if people.is_japanese(name):
            reading = contact.reading.split() if contact else []
            first = f"{people.romanised(reading[0])}-san" if reading else ""
        sheet.move("greeting", "greeting", weight=1, name=first, replying=brief.replying)
        return
    sheet.move(
        "greeting", "greeting", weight=1,
        company=brief.account.name,
        title=people.full_title(contact) if contact else "",
        full_name=name.replace("\u3000", " "),
        surname=people.called(name),
        us=people.short_name(brief.organisation, brief.language),
        me=people.called(owner.name) if owner else "",
        replying=brief.replying,
        grave=brief.closed_lane and brief.replying,
        # Whoever has a contract or a project with us has heard from us, though nobody noted it.
        first_time=not (brief.account.history or brief.account.contract or brief.account.project),
    )  # fmt: skip


def signature(brief: Brief) -> list[str]:
    """Our block: company, name, telephone, mail; only what is on record, each once."""
    organisation, owner = brief.organisation, brief.account.owner
    lines = [
        line.strip() for line in readable(organisation.signature, brief.language, organisation.language).splitlines()
    ]
    lines = [line for line in lines if line] or [getattr(organisation.names, brief.language) or organisation.name]
    name = ""
    if owner:
        name = owner.name_latin if brief.language == "en" and owner.name_latin else owner.name
    block = [lines[0], *([name] if name else []), *lines[1:]]
    if brief.language == "en":
        block = [*([name] if name else []), *(line for line in block if line != name)]
    known = " ".join(block)
    label = "直通 " if brief.language == "ja" else "Direct line "
    if owner and owner.phone and owner.phone not in known:
        block.append(f"{label}{owner.phone}")
    if owner and owner.email and owner.email not in known:
        block.append(owner.email)
    return block


def close(brief: Brief, sheet: Sheet) -> None:
    """One closing line and the signature; neither in a chat."""
    owner = brief.account.owner
    if brief.language == "en" and owner and people.is_japanese(owner.name) and not owner.name_latin:
        sheet.warnings.append(
            "The owner's name is on record in Japanese only; the letter is signed with it as it stands."
        )
    # Nobody says good-bye to a customer who has not gone.
    staying = any(move.name == "not_decided" for move in sheet.moves)
    sheet.move(
        "closing", "closing", weight=1, signature=signature(brief), kind="" if staying else brief.situation.value
    )


def period(brief: Brief, first: int = 3, last: int = 7) -> str:
    """A span of business days to choose from: 11月30日(月)から12月4日(金)."""
    start, end = brief.business_day(first), brief.business_day(last)
    if brief.language == "ja":
        return f"{brief.day(start)}から{brief.day(end)}"
    return f"between {brief.day(start)} and {brief.day(end)}"


def on_or_before(brief: Brief, ahead: int) -> str:
    """A business day by which an answer would help."""
    return brief.day(brief.business_day(ahead))


def in_days(brief: Brief, days: int) -> str:
    """The business day on or after so many days from today: the next point of contact, never over the turn of the year."""
    value = brief.today + timedelta(days=days)
    while (
        not brief.is_business_day(value) or (value.month, value.day) >= (12, 23) or (value.month, value.day) <= (1, 5)
    ):
        value += timedelta(days=1)
    return brief.day(value)


def subject_of(brief: Brief, **inputs: object) -> str | dict:
    """The customer's subject with one Re:, or the inputs of the playbook's own."""
    kept = re.sub(r"^\s*((re|fw|fwd)\s*[:\uff1a]\s*)+", "", brief.subject, flags=re.IGNORECASE).strip()
    if brief.replying and kept:
        return f"Re: {kept}"
    return {"us": people.short_name(brief.organisation, brief.language), **inputs}
