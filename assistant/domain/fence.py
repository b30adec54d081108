"""A fence around words of others in a prompt: what stands inside is data, whatever it says."""

import hashlib
import re
import unicodedata

# Tags that look like a fence, and the control words of chat templates, which some servers obey in any text.
_IMITATION = re.compile(
    r"<\s*/?\s*words-[^<>\n]{0,40}>"
    r"|<\|[^|<>\n]{1,40}\|>|<<\s*/?\s*sys\s*>>|\[\s*/?\s*inst\s*\]|</?s>|<(?:start|end)_of_turn>",
    re.IGNORECASE,
)
# What is not seen says nothing to a reader, and much to a model: format characters, tags, private use.
_UNSEEN = frozenset({"Cf", "Co", "Cs", "Cn"})


def fenced(text: str) -> tuple[str, str]:
    """A marker for a block of somebody else's words, and the words as they may stand in it.

    The template writes `<marker>`, the words, `</marker>`. The marker comes from the words themselves: the same text
    gives the same prompt, and a writer cannot name beforehand the marker that his own words will get.

    Args:
        text: the words as they came.

    Returns:
        The marker ("words-" and twelve hexadecimal digits), and the text in NFKC without unseen characters, imitations
        of a fence, and control words of chat templates.
    """
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(c for c in plain if c in "\n\t" or (unicodedata.category(c) not in _UNSEEN and c >= " "))
    # What is left after one removal may be a new imitation.
    while (fewer := _IMITATION.sub(" ", plain)) != plain:
        plain = fewer
    digest = hashlib.sha256(plain.encode()).hexdigest()[:12]
    return f"words-{digest}", plain.strip()
