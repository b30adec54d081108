"""How many tokens a text is, near enough to keep to a budget and without downloading a tokenizer's tables."""

_LATIN_CHARACTERS_A_TOKEN = 4


def estimate(text: str) -> int:
    """The tokens of a text, rounded up: one for each character of Japanese, one for four characters of ASCII.

    Meant for budgets, so it errs on the high side: present tokenizers put common Japanese words into one token.
    """
    ascii_length = len(text.encode("ascii", "ignore"))
    return len(text) - ascii_length + -(-ascii_length // _LATIN_CHARACTERS_A_TOKEN)
