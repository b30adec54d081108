"""What one reply did: the findings of the checks, and what a practice asks besides, as a mark with remarks."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date as Date

from assistant.checks.dates import dates_in
from assistant.checks.lexicon import Lexicon
from assistant.checks.text import Sentence, Text
from assistant.domain.draft import Finding
from assistant.domain.practice import Mark, Remark
from assistant.practice.arguments import Value, named
from assistant.triage.sentences import is_question

# What the checks' codes are called here. A finding of another code is no matter of a practice.
SEEN = {
    "concession": "gave", "unapproved_commitment": "promised", "confidentiality": "told_secret",
    "begging_referral": "begged", "pandering": "flattered", "cost_based_pricing": "costs", "blame_customer": "blamed",
    "runaround": "sent_away", "ungrounded_figure": "doubtful", "support_success_mixed": "sold",
    "wrong_name": "misnamed", "placeholder": "placeholder",
}  # fmt: skip
# Groups of phrases that give something away in a word.
_SPOKEN = (
    ("practice_gives", "gave"),
    ("practice_promises", "promised"),
    ("practice_softens", "gave_softly"),
    ("practice_begs", "begged"),
)
GIVES = frozenset({"gave", "gave_softly", "promised", "told_secret"})
# Any one of these is a stand: the reply decided, offered against something, showed value, or asked.
STANDS = frozenset({"stood", "traded", "value", "asked", "pictured"})
# Where nothing is demanded these are an answer too; while something is broken, the last two.
_ENOUGH_WHEN_CALM = frozenset({"thanked", "next_contact", "apologised"})
_ENOUGH_WHEN_BROKEN = frozenset({"next_contact", "apologised"})
_TOPICS = ("when", "who", "why", "amount", "meeting", "comparison")
_HOUR = re.compile(
    r"\d{1,2}時|\d{1,2}:\d{2}|\d{1,2}\s?[ap]\.?m\b|正午|\bnoon\b|\d+(?:時間|分)(?:以内|後)|\bat \d{1,2}\b|within \w+ hours?|in \w+ hours?",
    re.I,
)


# In English "tell them how it went" is no question of ours.
_ASKS_ME = re.compile(
    r"\?|\b(?:tell|let|send|give|show) (?:me|us)\b|\bI(?:'d| would) like to know\b|\bI wonder\b", re.I
)


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply to be marked.

    `findings` are those of the checks on it; `traded` whether it offers a trade of the policy; `values` what is on
    record; `pressed` whether the customer demands something; `broken` where their work is harmed: then a next report
    is an answer, and putting something off is fair if a time is named.
    """

    text: str
    language: str
    today: Date
    findings: Sequence[Finding]
    values: Sequence[Value]
    traded: bool = False
    pressed: bool = True
    broken: bool = False
    after_silence: bool = False


def mark(reply: Reply, words: Lexicon, explain: Callable[[str], str]) -> Mark:
    """The mark of a reply.

    Args:
        reply: the words, and what the checks found in them.
        words: the phrases of knowledge/lexicon/checks_*.yaml.
        explain: a sentence for the CSM on a code, "" where none is needed.
    """
    text = Text(reply.text)
    quotes = _quotes(reply, text, words)
    arguments = named(reply.values, reply.text, reply.today)
    seen = set(quotes)
    if arguments:
        # While something is broken a result held up is no comfort, however true.
        seen.add("sold" if reply.broken else "value")
    if reply.traded and "gave" not in seen:
        seen.add("traded")
    seen |= _besides(reply, text, words)
    gave_way = bool(seen & GIVES)
    evades = "put_off" in seen and not seen & {"stood", "traded"}
    stands = STANDS | _enough(reply)
    held = not gave_way and not evades and "begged" not in seen and bool(seen & stands)
    if not gave_way and not seen & stands:
        seen.add("nothing")
    if reply.after_silence and not seen & {"value", "asked", "traded", "next_contact", "stood"} - GIVES:
        seen.add("nagged")
    notes: list[Remark] = []
    for note in (_remark(code, quotes, explain(code), text) for code in _TELLING_ORDER if code in seen):
        # One remark on the same words: the graver one says it.
        if note.text and not any(_overlap(note, other) for other in notes):
            notes.append(note)
    return Mark(
        held=held, gave_way=gave_way, value_shown=bool(arguments), question_asked="asked" in seen, notes=notes[:3],
        seen=sorted(seen), arguments=arguments,
    )  # fmt: skip


def _enough(reply: Reply) -> frozenset[str]:
    """What besides a stand is an answer at this point."""
    if reply.pressed:
        return frozenset({"next_contact"}) if reply.broken else frozenset()
    return _ENOUGH_WHEN_BROKEN if reply.broken else _ENOUGH_WHEN_CALM


# Faults before merits, the gravest first: three remarks are as much as one reads between two turns.
_TELLING_ORDER = (
    "gave", "promised", "told_secret", "gave_softly", "blamed", "costs", "begged", "flattered", "sold", "doubtful",
    "sent_away", "misnamed", "placeholder", "put_off", "nagged", "nothing", "traded", "value", "asked", "stood",
)  # fmt: skip


def _quotes(reply: Reply, text: Text, words: Lexicon) -> dict[str, tuple[int, int]]:
    """What was found amiss, each with its first place in the text as it came."""
    found: dict[str, tuple[int, int]] = {}
    for finding in reply.findings:
        code = SEEN.get(finding.code)
        if code is None or finding.source != "body" or finding.severity != "block":
            continue
        if code == "doubtful" and _is_asked(text, finding.start or 0, reply.language):
            continue  # what is asked about is no claim
        if code == "gave" and any(words.says(g, finding.quote) for g in ("soft_grant", "soft_grant_of_price")):
            code = "gave_softly"
        found.setdefault(code, (finding.start or 0, finding.end or 0))
    for group, code in _SPOKEN:
        if code == "gave" and reply.traded:
            continue  # what the record holds is no gift; the desk's own checks have read it as well
        for match in words.found(group, text.bare):
            sentence = text.sentence_at(match.start())
            clause = sentence.bare[match.start() - sentence.start :]
            if not words.says("practice_gives_fine", _clause(sentence, match.start(), clause)):
                found.setdefault(code, text.span(match.start(), match.end()))
    if reply.pressed and not found.keys() & GIVES:
        found |= _assents(text, words)
    return found


def _assents(text: Text, words: Lexicon) -> dict[str, tuple[int, int]]:
    """A yes to a demand: alone it is heard as one, and before an act of ours it is a promise."""
    sentences = [s for s in text.sentences if s.bare.strip()]
    if all(words.says("practice_assent_alone", s.bare) for s in sentences) and sentences:
        return {"gave_softly": text.span(sentences[0].start, sentences[-1].end)}
    if bound := next((s for s in sentences if words.says("practice_agrees", s.bare)), None):
        return {"gave": text.span(bound.start, bound.end)}
    if not sentences or not words.says("practice_assents", sentences[0].bare):
        return {}
    for sentence in sentences[:2]:
        fine = ("practice_acts_fine", "practice_stands", "practice_gives_fine", "practice_puts_off")
        if words.says("practice_acts", sentence.bare) and not any(words.says(group, sentence.bare) for group in fine):
            return {"promised": text.span(sentence.start, sentence.end)}
    return {}


def _is_asked(text: Text, start: int, language: str) -> bool:
    return is_question(text.sentence_at(start).bare.strip(), language)


def _clause(sentence: Sentence, at: int, after: str) -> str:
    """The words around a grant within its own clause: a no behind "but" belongs to something else."""
    before = re.split(r"(?:が|けれども?|ものの)、|;|\bbut\b|\bhowever\b", sentence.bare[: at - sentence.start])[-1]
    return before + re.split(r"(?:が|けれども?|ものの)、|;|,? \bbut\b|\bhowever\b", after)[0]


def _besides(reply: Reply, text: Text, words: Lexicon) -> set[str]:
    """What the reply did well, or left out, that no check looks for."""
    bare, seen = text.bare, set()
    sentences = [s for s in text.sentences if s.bare.strip()]
    contacts = [s.bare for s in sentences if any(words.says(g, s.bare) for g in ("own_contact", "practice_contact"))]
    contact = any(_timed(sentence, reply.today) for sentence in contacts)
    groups = {
        "practice_stands": "stood",
        "apologises": "apologised",
        "practice_thanks": "thanked",
        "practice_pictures": "pictured",
    }
    seen |= {name for group, name in groups.items() if words.says(group, bare)}
    if contact:
        seen.add("next_contact")
    if any(_defers(s.bare, reply, words) for s in sentences):
        seen.add("put_off")
    asked = [s.bare for s in sentences if _asks(s.bare, reply.language, words)]
    if asked:
        seen.add("asked")
        seen |= {f"asked_{topic}" for topic in _TOPICS if any(words.says(f"practice_asks_{topic}", q) for q in asked)}
    return seen


def _timed(sentence: str, today: Date) -> bool:
    return bool(_HOUR.search(sentence) or dates_in(sentence, today))


def _defers(sentence: str, reply: Reply, words: Lexicon) -> bool:
    if not words.says("practice_puts_off", sentence):
        return False
    return not (reply.broken and (_timed(sentence, reply.today) or words.says("practice_hold_fine", sentence)))


def _asks(sentence: str, language: str, words: Lexicon) -> bool:
    """A question whose answer the CSM would learn from; not a request for patience or consent."""
    if not is_question(sentence.strip(), language) or (language == "en" and not _ASKS_ME.search(sentence)):
        return False
    learns = any(words.says(f"practice_asks_{topic}", sentence) for topic in _TOPICS if topic != "meeting")
    return learns or not words.says("practice_request_only", sentence)


def _overlap(one: Remark, other: Remark) -> bool:
    if one.start is None or other.start is None:
        return False
    return one.start < (other.end or 0) and other.start < (one.end or 0)


def _remark(code: str, quotes: dict[str, tuple[int, int]], words: str, text: Text) -> Remark:
    if code not in quotes:
        return Remark(code=code, text=words)
    start, end = quotes[code]
    return Remark(code=code, text=words, quote=text.raw[start:end], start=start, end=end)
