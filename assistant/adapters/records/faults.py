"""What a database says when it cannot, in a sentence for people."""

from assistant import errors

# By a piece of SQLite's wording, or PostgreSQL's five-character code (or its class).
_SENTENCES = (
    (
        ("database is locked", "database table is locked", "55P03", "QueuePool limit"),
        "Another program is writing to the records and has not finished. Nothing was changed; try again in a moment.",
    ),
    (
        ("disk is full", "No space left", "53100"),
        "The disk that holds the records is full. Nothing was changed; free some space and try again. (%(place)s)",
    ),
    (
        ("readonly database", "read-only", "25006"),
        "The records cannot be written: they are read-only. Nothing was changed. (%(place)s)",
    ),
    (
        ("not a database", "malformed", "file is encrypted"),
        "The file of the records is damaged or is no database. Bring back a copy of it. (%(place)s)",
    ),
    (
        ("unable to open", "Permission denied", "Not a directory", "File exists", "Read-only file system"),
        "The records cannot be opened. Check that the folder exists and may be written to. (%(place)s)",
    ),
    (
        ("08", "57P", "28", "3D000", "connection"),
        "The database of the records cannot be reached. Check that it runs and that its address is right. (%(place)s)",
    ),
)
_OTHERWISE = "The records cannot be read or written just now. Nothing was changed. (%(place)s: %(reason)s)"


def unavailable(fault: BaseException, place: str) -> errors.Unavailable:
    """The fault as a sentence.

    Args:
        fault: what the database, its driver or the file system raised.
        place: where the records lie, without a password.
    """
    original = getattr(fault, "orig", None) or fault
    code = getattr(original, "sqlstate", None) or ""
    reason = " ".join(str(original).split())
    for signs, sentence in _SENTENCES:
        if any((code.startswith(s) if s[0].isdigit() else s in reason) for s in signs):
            return errors.Unavailable(sentence, {"place": place})
    return errors.Unavailable(_OTHERWISE, {"place": place, "reason": reason[:200]})
