"""English words of a customer told back to them without quotation marks: "your trial ends in two weeks", "how to export it".

Only what can be turned by its pronouns alone is turned; everything else is quoted as it was written.
"""

import re

_MARKED = re.compile("(\ue000[A-Z][0-9]+\ue001)([^\ue002]*)(\ue002)")
# A statement that begins so can stand behind "that", with a small letter.
_OPENS = re.compile(
    r"(?:I|we|our|my|the|this|these|it|there|nobody|no one|everybody|everyone|some|most|half|two|three|four|five|six|since|after|last|next|a|an|what|one|all|both|somebody|someone|people)"
    r"(?:'m|'ve|'d|'re|'s|'ll)?\s",
    re.IGNORECASE,
)
# Speaks to us, points into the mail, asks, exclaims or breaks off: told back it would say something else.
_TURNS_BADLY = re.compile(
    r"\b(?:you|your|yours|yourself|let's|please|anyway|am i|was i|are we|were we|have we|here's|below|above|attached|pls|ta|lol)\b"
    r"|[:;!?()\[\]…–—]|\s-\s|\.\.|(?-i:\bUS\b)",
    re.IGNORECASE,
)
_WAY = re.compile(r"(how|where) (?:do|can|could|should|would) (?:I|we) (?:best |actually )?(.+)", re.IGNORECASE)
# "Could we move the call?" means them and us; "Can we export it?" means them.
_MAY = re.compile(
    r"(?:can|could|may|should) (I|we(?! (?:move|meet|talk|speak|call|discuss|schedule|reschedule|have|set|do|go|start|agree|push|postpone|catch|jump|arrange|book|get|settle|look|review)\b)) (.+)",
    re.IGNORECASE,
)
_EXISTS = re.compile(
    r"(is|are) (there|it(?= (?:possible|ok|okay|safe|allowed|normal|enough|worth)\b)) (.+)", re.IGNORECASE
)
_SWAPS = {
    "i'm": "you're", "i've": "you've", "i'd": "you'd", "i'll": "you'll", "i am": "you are", "i was": "you were",
    "i wasn't": "you weren't", "i": "you", "we're": "you're", "we've": "you've", "we'd": "you'd", "we'll": "you'll",
    "we": "you", "me": "you", "us": "you", "my": "your", "our": "your", "mine": "yours", "ours": "yours",
    "myself": "yourself", "ourselves": "yourselves",
}  # fmt: skip
_SWAP = re.compile(r"\b(" + "|".join(sorted(map(re.escape, _SWAPS), key=len, reverse=True)) + r")\b", re.IGNORECASE)
_CAN = {"can": "can", "could": "could", "may": "may", "should": "should"}


def _swapped(text: str) -> str:
    return _SWAP.sub(lambda m: _SWAPS[m[1].lower()], text)


def _lower(text: str) -> str:
    """A first letter made small, unless the first word is a name or "I"."""
    return text[0].lower() + text[1:]


def _clause(text: str) -> str:
    bare = text.strip().rstrip(".").replace("’", "'")
    if bare.endswith("?"):
        return _question(bare.rstrip("?").strip())
    if len(bare.split()) < 4 or not _OPENS.match(bare) or _TURNS_BADLY.search(bare):
        return ""
    return f"that {_lower(_swapped(bare))}"


def _question(bare: str) -> str:
    if _TURNS_BADLY.search(bare) or "," in bare:
        return ""
    if match := _WAY.fullmatch(bare):
        return f"{match[1].lower()} to {_swapped(match[2])}"
    if match := _MAY.fullmatch(bare):
        return f"whether you {_CAN[bare.split()[0].lower()]} {_swapped(match[2])}"
    if match := _EXISTS.fullmatch(bare):
        return f"whether {match[2].lower()} {match[1].lower()} {_swapped(match[3])}"
    return ""


def reported(words: str) -> str:
    """The words as a clause: "that …" for a statement, "how to …" or "whether …" for a question; "" where only a quote will do.

    A citation around them stays where it is.
    """
    marked = _MARKED.fullmatch(words.strip())
    inner = marked[2] if marked else words
    clause = _clause(inner)
    if not clause or not marked:
        return clause
    lead, _, rest = clause.partition(" ")
    return f"{lead} {marked[1]}{rest}{marked[3]}"
