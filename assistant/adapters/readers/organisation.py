"""The organisation from its JSON file."""

from assistant.adapters.readers.accounts import refuse_size
from assistant.adapters.readers.decoding import decode
from assistant.adapters.readers.faults import Fault, Unreadable
from assistant.adapters.readers.json_files import parsed
from assistant.adapters.readers.shaping import Notes, checked, shaped
from assistant.domain.organisation import Organisation, named_once


def read_organisation(name: str, data: bytes) -> tuple[Organisation | None, list[Fault], list[str]]:
    """The organisation, or the reasons why there is none; and the fields that were left out as unknown."""
    try:
        refuse_size(name, data)
        raw = parsed(name, decode(name, data))
    except Unreadable as unreadable:
        return None, [unreadable.fault], []
    if not isinstance(raw, dict):
        return None, [Fault("%(file)s holds no organisation.", {"file": name})], []
    notes = Notes()
    organisation, faults = checked(shaped(named_once(raw), Organisation, notes), Organisation)
    faults = notes.faults + faults
    return (None if faults else organisation), faults, list(notes.ignored)
