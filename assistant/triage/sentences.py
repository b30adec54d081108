"""Sentences of a text, and the clauses in which a writer turns to another matter."""

import re

_END = re.compile(r"[。!?！？]+[」』)）\"'”]*|\.+(?=[\s\"')]|$)[\"')]*|\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|st|no|vs|etc|approx|dept|inc|ltd|co|corp|e\.g|i\.e|a\.m|p\.m)|\b[a-z])$", re.I
)
_BULLET = re.compile(r"\s*(?:[・●○■□◆◇※*•\-]|\(?[0-9]{1,2}[.)、:]|[①-⑳])\s*")
# Words with which a writer turns to the next matter; the clause before them stands for itself.
_TURN = re.compile(
    r"(?<=[、,;。 ])(?=(?:ついでに|ついでで|ところで|ちなみに|それと、?|それから|あわせて|併せて|別件|あともう|あと、|もう一点|もう1点|なお、|また、))"
    r"|(?:,|;| -|\s—)?\s+(?=(?:and |but |oh,? )?(?:by the way|btw|also,|on another (?:note|matter)|separately|one more thing"
    r"|while (?:i'm|we're) (?:at it|here)|another thing|and can (?:we|you|i)|and could (?:we|you|i))\b)",
    re.I,
)
_JA_QUESTION = re.compile(
    r"(?:か|かね|かしら|かな|のかねえ|かなあ|のでしょう|でしょう)[。)）」\s]*$|[?？]|(?:教えて|お聞かせ|ご教示|お知らせ|ご回答|ご返答|ご返信)(?:ください|下さい|頂け|頂きた|頂ければ|いただけ|いただきた|願|ほしい|欲しい|もらえ|$)"
    r"|(?:知りたい|伺いたい|聞きたい|確認したい|確認させて)"
)
_EN_QUESTION = re.compile(
    r"\?|^(?:please )?(?:tell me|let me know|advise)\b|\b(?:please|just) (?:tell|advise|let me know)\b|\b(?:i(?:'d| would) like to know|i(?:'m| am) wondering|i wonder)\b"
    r"|^(?:how|what|when|where|who|why|which|can|could|would|will|do|does|is|are|may|any chance)\b[^.!]*$",
    re.I,
)
_GREETING_QUESTION = re.compile(
    r"いかがお過ごし|お元気で(?:しょうか|すか)|\bhow are you\b|\bhope (?:you're|you are|this finds)\b", re.I
)


# "What should I do?", "Any chance of that?": says what it is about only together with the sentence before it.
_LEANS = re.compile(
    r"(?:では|それで|いったい|一体)?、?(?:私は|うちは)?(?:何(?:を|から)|どう|どこから)(?:したら|すれば|し(?:たら|)|始めれば|始めたら|手を(?:つ|付)ければ)[^。、]{0,6}(?:いい|よい|良い|よろしい)[^。、]{0,10}(?:か|かな|やら)?[。?…]*"
    r"|(?:他|ほか|よそ)の?[^。、]{0,8}?(?:は|では)(?:、|みな|皆)?(?:どう|どのように)(?:や(?:って|られて)|して|され|なさ|使)[^。、]{0,12}か[。?]*"
    r"|how (?:do|have) (?:other|others|your other)[^.?!]{0,24}? ?(?:do|did|done|manage|managed|handle|decide|cope)(?: (?:with )?(?:it|this|that|that sort of thing|these things))?[?.!]*"
    r"|(?:何|なに)か(?:よい|良い|いい)?(?:方法|手|知恵|お知恵)[^。、]{0,16}[。?]*|(?:可能|いかが|無理)(?:でしょう|です)か[。?]*|(?:ご|お)(?:助言|知恵)[^。、]{0,16}[。?]*"
    r"|(?:so |and |then |but )?(?:what|where|how) (?:do|should|must|would|can|shall|could) (?:i|we|you) (?:have to |need to |best )?(?:do|start|begin|proceed|suggest|recommend|advise|handle (?:it|this|that)|go about (?:it|this|that))(?: first| next| about (?:it|this|that)| then| now| with (?:it|this)| in (?:my|our) (?:place|shoes|position))?[?.!]*"
    r"|any (?:chance|hope|plans?|way|ideas?|advice|tips|suggestions|thoughts|news)(?: (?:of|for|on|with|about|to do) (?:it|that|this|these|us|me))?(?: (?:that|this|it)'?s (?:coming|planned|possible|happening))?(?: soon| yet)?[?.!]*"
    r"|(?:is|would|could) (?:that|this|it) (?:be )?(?:possible|doable|planned|coming|an option|on the cards)(?: soon)?[?.!]*|can (?:you|anyone|somebody|someone) help(?: me| us)?[?.!]*",
    re.I,
)


def leans(sentence: str) -> bool:
    """True for a bare call for advice, or a bare question after something just told: it has no object of its own."""
    return bool(_LEANS.fullmatch(sentence.strip()))


def sentences(text: str, language: str, by_line: bool = False) -> list[tuple[int, int]]:
    """The sentences of a text as (start, end); a line that is broken for width alone does not end one.

    Args:
        text: folded text.
        language: "ja" or "en".
        by_line: end a sentence with every line all the same.
    """
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        at = match.start()
        if match[0] == "\n":
            if not by_line and _wrapped(text, at, language):
                continue
        elif match[0].startswith(".") and _abbreviated(text, start, match):
            continue
        _add(found, text, start, match.end())
        start = match.end()
    _add(found, text, start, len(text))
    return found


def clauses(text: str, language: str) -> list[tuple[int, int]]:
    """Sentences, cut once more where the writer turns to another matter (「ついでに」, "by the way")."""
    found: list[tuple[int, int]] = []
    for start, end in sentences(text, language):
        cut = start
        for turn in _TURN.finditer(text, start, end):
            if turn.start() - cut >= 6:
                _add(found, text, cut, turn.start())
                cut = turn.end()
        _add(found, text, cut, end)
    return found


def is_question(sentence: str, language: str) -> bool:
    """True where a sentence wants an answer; the questions of a greeting do not."""
    plain = sentence.strip()
    if _GREETING_QUESTION.search(plain):
        return False
    return bool((_JA_QUESTION if language == "ja" else _EN_QUESTION).search(plain))


def _abbreviated(text: str, start: int, stop: re.Match[str]) -> bool:
    """True where a full stop ends an abbreviation and not the sentence ("3 a.m. and", "Mr. Okafor")."""
    at, after = stop.start(), text[stop.end() :].lstrip()
    if not after or not _ABBREVIATION.search(text[max(start, at - 8) : at]):
        return False
    return after[:1].islower() or not re.search(r"[ap]\.m$", text[:at])


def _wrapped(text: str, at: int, language: str) -> bool:
    line = text[text.rfind("\n", 0, at) + 1 : at].rstrip()
    below = text.find("\n", at + 1)
    following = text[at + 1 : below if below >= 0 else len(text)]
    if not line or not following.strip() or _BULLET.match(following):
        return False
    if language == "ja":
        return line.endswith("、") or len(line) >= 24
    return (line.endswith(",") and len(line) >= 25) or len(line) >= 50


def _add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    if piece.strip():
        found.append((start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
