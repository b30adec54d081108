"""The customer's own words, taken up: the sentence that holds the matter, and the circumstance they gave.

Words are quoted as they are and marked as theirs; a sentence with an order, mark-up, a claim or an amount is never quoted.
"""

import re
import unicodedata

from assistant.domain.reading import Reading
from assistant.domain.situation import Situation
from assistant.planning.brief import Brief, Sheet

_SENTENCE = re.compile(r"[^。.!?\n]+(?:\.(?=\d)[^。.!?\n]+)*[!?。.]?")
_PLEASANTRY = re.compile(
    r"お世話|お疲れ|こんにちは|おはよう|はじめまして|よろしく|ありがとう|恐れ入り|すみません|失礼|拝啓|ご無沙汰|お忙しい"
    r"|^(hi|hello|dear|thanks|thank you|regards|best|sorry|please|cheers|good (morning|afternoon))\b",
    re.IGNORECASE,
)
_INTRODUCTION = re.compile(
    r"^[^がをはも]{1,16}(です|でございます|と申します|だ)$|^\w+( \w+)? here$|^this is \w+( \w+)?( (from|at|in) .{2,40})?$|^[A-Z]\w+( [A-Z]\w+)?$",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"[0-9一二三四五六七八九十半]+\s*(万|千|億)?\s*(円|%|割|パーセント|percent)|半額|[$£€¥]\s?\d|\d+k\b", re.IGNORECASE
)
_TAIL = re.compile(
    r"(な?[のん]です(?:よね|ね|よ|が|けど|けれど)?|んですけど|のですけど|んですが|のですが|ですけど|ますけど|んだけど|よね|よ|ね|なぁ|なあ|のかねえ|かねえ|かしら|けど|けれど|が|し)$"
)
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f💦笑]+")
# A call for an answer tells nothing of the matter.
_CALL = re.compile(
    r"(ご回答|ご返信|お返事|ご連絡|ご検討|ご再考|ご対応|ご査収|ご確認)(を|のほど|下さい|ください|いただ|お願い|$)|please (reply|advise|respond|let me know)",
    re.I,
)
_CONJUNCTION = re.compile(
    r"^(でなければ|なお|追伸|そうでなければ|また|さて|つきましては|ただ|しかし|なので|それで|ちなみに|実は|あと|それと|そこで|ところで|早速ですが|突然で恐縮ですが|恐れ入りますが|お手数ですが)、?"
)
_VOCATIVE = re.compile(r"^[^\s、。]{1,8}(さん|様|さま|殿|くん)、\s*")
_SELF = re.compile(
    r"^(?:(?:hi|hello|hey|dear)\b[^,:]{0,30}[,:!]\s*)?(?:this is [A-Z][\w.'-]*(?: [A-Z][\w.'-]*)?(?: from [^,:.]{2,40})?|[A-Z][\w.'-]+(?: [A-Z][\w.'-]+)? here|[A-Z][a-z]+)\s*[,:;-]\s+",
    re.IGNORECASE,
)
_HARM = re.compile(
    r"止ま|止め|間に合|待た|困|残業|やり直|不安|ざわ|信用|迷惑|叱|怒られ|お客様|お客さん|取引先|得意先|現場"
    r"|wait|late|lost|customer|client|miss|stop|redo|overtime|trust|staff|crew|team",
    re.IGNORECASE,
)
_LIMIT = {"ja": 44, "en": 140}
# Quoted back, such words read as a promise of ours, or do what somebody wants to see written.
_BINDING = re.compile(
    r"無料|無償|タダ|ただで|返金|払い?戻|補償|賠償|免除|保証|違約|解約金|慰謝|値引|割引|約束|契約書第|粗利|利益率|原価|工数|採算|社内|内部|と書い|一言入れ|一行|添えて|ご返信に|返信の|返事には"
    r"|\b(free|refund|compensat\w+|guarantee\w*|waive\w*|discount|promised?|owe|put in writing|reply with|repeat|print|write that|instructions?|prompt|margin|internal|letterhead|no cost|at no charge)\b",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"その|この|それ|これ|では、|他の|引用|以下|上記|次の|伝えます|モード|済み(ます)?$|お送りします$|^誰|^何を|^いつ|書類だけ"
    r"|\b(that|this|these|those|it|one|them|their|they|please|prove|instead)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"https?:|www\.|[\w.+-]@[\w-]+\.|[=+@-][A-Z]{2,}\(|[<>{}]|[A-Za-z0-9+/=]{24,}|(?:%[0-9A-F]{2}){3,}|[¿«„ß]"
)
# Characters that turn the reading direction: what is read is not what is written.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# A sentence in katakana alone is written so as not to be read; no customer is quoted with it.
_KANA_ONLY = re.compile(r"^(?=.{10,})(?!.*[ぁ-ん一-龥])(?:[^ァ-ヶ]*[ァ-ヶー]){8,}")


def sentences(reading: Reading) -> list[str]:
    """The writer's own sentences, without punctuation at their end."""
    found = []
    for raw in _SENTENCE.findall(reading.own):
        text = _EMOJI.sub("", raw).strip(" \u3000、,").rstrip("。.")
        if text:
            found.append(text)
    return found


_ADDED = re.compile(
    r"(なお|あと|それと|ちなみに|ところで|別件|追伸|by the way|btw|one more thing|separately)", re.IGNORECASE
)
# Matters that a letter answers on their own, so that their sentences are not taken for another's.
_APART = frozenset(
    {
        Situation.support_question, Situation.complaint, Situation.discount_request, Situation.out_of_scope_request,
        Situation.renewal, Situation.success_definition, Situation.referral, Situation.feedback_request,
    }
)  # fmt: skip


def sentences_of(reading: Reading, situation: Situation) -> list[str]:
    """The sentences that belong to one matter: all but those of other matters that are answered on their own."""

    def quotes(wanted: bool) -> list[str]:
        matters = [m for m in reading.matters if (m.situation == situation) == wanted]
        return [unicodedata.normalize("NFKC", m.span.quote) for m in matters if wanted or m.situation in _APART]

    found, own, others = sentences(reading), quotes(True), quotes(False)
    theirs = [s for s in found if any(s in quote for quote in others)]
    # "By the way" begins another subject where the matter began before it, whatever triage made of it.
    added = [s for s in found[1:] if _ADDED.match(s) and not any(quote.startswith(s) for quote in own)]
    return [s for s in found if s not in theirs and s not in added] or found


def is_question(sentence: str) -> bool:
    return sentence.endswith("?") or bool(
        re.search(
            r"(か|でしょう|かしら|かねえ?|下さい|ください|お願い(いた)?します|ほしい|欲しい|[いえけせてね]たい|いただきたい|求めます|願います|よろしいの)$",
            sentence,
        )
    )


def introduces(sentence: str) -> bool:
    """True where a sentence only says who is writing."""
    return bool(
        _INTRODUCTION.match(sentence)
        or re.match(r"^([A-Z]\w+, \w+( \w+)?|(it's|this is|i'm|i am) [\w ]{2,24})$", sentence, re.IGNORECASE)
    )


def _names_only(sentence: str) -> bool:
    """True for a line such as 「榎本様」 or "Marina Manager, Saltmarsh Marina": names and titles, nothing said."""
    if re.search(r"(様|さん|さま|殿|御中|各位)$", sentence):
        return True
    if re.search(r"[一-龥ァ-ヶ]", sentence):
        return not re.search(r"[ぁ-ん]", sentence)
    words = re.findall(r"[A-Za-z][\w'-]*", sentence)
    return 2 <= len(words) <= 8 and all(w[0].isupper() or w.lower() in ("of", "and", "the", "for") for w in words)


def _bare(text: str) -> str:
    return re.sub(r"[\s\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


def _warned(reading: Reading) -> list[str]:
    """The words of the mail that the CSM is warned of."""
    spans = [*reading.orders, *(c.span for c in reading.claims), *(p.span for p in reading.probes), *reading.defames]
    return [s.quote for s in spans]


def _safe(sentence: str, reading: Reading) -> bool:
    """True where quoting the sentence neither follows, concedes nor repeats anything that was smuggled in."""
    if any(_TURNING.search(s.quote) for s in reading.hidden):
        return False
    warned = _warned(reading)
    quotes = [*warned, *(s.quote for s in (*reading.markup, *reading.hidden, *reading.doubtful))]
    plain = _bare(sentence)
    if any(plain in quote or quote in plain for quote in map(_bare, quotes) if quote):
        return False
    # Beside a warned sentence, what points back at it or stands for it is part of it.
    asks_for_it = bool(reading.claims) and is_question(sentence) and len(sentence) < 40
    if warned and (_POINTING.search(sentence) or len(plain) < 8 or asks_for_it):
        return False
    return not (_BINDING.search(sentence) or _KANA_ONLY.match(sentence) or _ADDRESS.search(sentence))


def _quotable(sentence: str, reading: Reading) -> bool:
    if _names_only(sentence) or not _safe(sentence, reading):
        return False
    plain = sentence.rstrip("? !")
    return len(plain) >= 5 and not (
        _CALL.search(plain) or _PLEASANTRY.search(plain) or introduces(plain) or _AMOUNT.search(plain)
    )


def _trim(sentence: str, language: str) -> str:
    text = sentence.rstrip("? !") if language == "ja" else sentence.rstrip(" !")
    if language == "ja":
        text = _CONJUNCTION.sub("", _VOCATIVE.sub("", text))
        while (shorter := _TAIL.sub("", text)) != text and len(shorter) >= 6:
            text = shorter
        text = re.sub("』と$", "』", text.replace("「", "『").replace("」", "』"))
    elif (match := _SELF.match(text)) and len(text) - match.end() >= 8:
        text = text[match.end() :]
    limit = _LIMIT[language]
    if len(text) <= limit:
        return text
    pieces = re.split(r"(?<=[、,])\s*", text)
    while len(pieces) > 1 and len("".join(pieces)) > limit:
        # A Japanese sentence says at its end what an English one says at its beginning.
        pieces = pieces[1:] if language == "ja" else pieces[:-1]
    shorter = " ".join(pieces).rstrip(",") if language == "en" else "".join(pieces)
    return shorter if 6 <= len(shorter) <= limit else ""


def _cited(sheet: Sheet, words: str) -> str:
    if not words:
        return ""
    title = "お客様のメール" if sheet.brief.language == "ja" else "The customer's message"
    return sheet.cite("message", f"message:{words}", words, title=title)


def matter(brief: Brief, sheet: Sheet, situation: Situation) -> str:
    """The sentence that holds the matter, trimmed and cited; "" where none can be quoted."""
    if not brief.replying:
        return ""
    cues = [cue for hit in brief.reading.situations if hit.name == situation for cue in hit.because]
    found = [s for s in sentences_of(brief.reading, situation) if _quotable(s, brief.reading) and brief.in_language(s)]
    # People say what happened first; what follows explains it.
    order = {s: n for n, s in reversed(list(enumerate(found)))}
    ranked = sorted(found, key=lambda s: order[s] * 0.15 - _telling(s, situation, cues))
    return next((_cited(sheet, words) for s in ranked if (words := _trim(s, brief.language))), "")


# Where the matter is something asked for; elsewhere what happened says more than the question about it.
_ASKED_FOR = (Situation.out_of_scope_request, Situation.discount_request, Situation.other)


def _telling(sentence: str, situation: Situation, cues: list[str]) -> float:
    asked = is_question(sentence)
    score = 1.0 if asked == (situation in _ASKED_FOR) else 0.0
    score += min(len(sentence), 40) / 40
    return score + (0.3 if any(c and c in sentence for c in cues) else 0.0)


def circumstance(brief: Brief, sheet: Sheet, situation: Situation) -> str:
    """What they told of their own position beside the demand itself; "" where they told nothing."""
    if not brief.replying:
        return ""
    cues = [cue for hit in brief.reading.situations if hit.name == situation for cue in hit.because]
    for sentence in sentences_of(brief.reading, situation):
        if not _quotable(sentence, brief.reading) or is_question(sentence) or not brief.in_language(sentence):
            continue
        if any(c in sentence for c in cues if len(c) >= 3) and len(sentence) < 12:
            continue
        if words := _trim(sentence, brief.language):
            return _cited(sheet, words)
    return ""


def quoted(brief: Brief, sheet: Sheet, sentence: str) -> str:
    """One sentence of theirs, trimmed and cited; "" where it is too long to quote, or not to be repeated."""
    if brief.sender == "customer" and not _safe(sentence, brief.reading):
        return ""
    return _cited(sheet, _trim(sentence, brief.language))


def harm(brief: Brief, sheet: Sheet, but: str) -> str:
    """What it did to them, in their words, where they told it apart from the matter itself."""
    for sentence in sentences(brief.reading):
        words = _trim(sentence, brief.language)
        if not words or words in but or is_question(sentence) or not _quotable(sentence, brief.reading):
            continue
        if _HARM.search(sentence) and brief.in_language(sentence):
            return _cited(sheet, words)
    return ""


_LIKED = re.compile(
    r"助か|よかった|良かった|便利|楽に|嬉し|うれし|見やすく|早くなり|気に入|love|great|useful|helps?\b|helped|I'd keep|works well|like (how|that|the)",
    re.I,
)


def liked(brief: Brief, sheet: Sheet, but: str) -> str:
    """What they say they like, beside what they would have otherwise."""
    for sentence in sentences(brief.reading):
        words = (
            _trim(sentence, brief.language) if _quotable(sentence, brief.reading) and _LIKED.search(sentence) else ""
        )
        if words and words not in but and brief.in_language(words):
            return _cited(sheet, words)
    return ""
