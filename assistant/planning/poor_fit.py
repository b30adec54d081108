"""We cannot make them succeed: said honestly, what would serve them better, an end in good order."""

import re
from datetime import date as Date

from assistant.domain.account import Account
from assistant.domain.situation import Situation
from assistant.planning import common, echo
from assistant.planning.brief import Brief, Sheet

_NO = re.compile(r"ません|ない|no\b|not\b|cannot|n't", re.IGNORECASE)
# What we answered that the product does not do: our answer, and a no to what it can, in one sentence, as a desk writes it
# down. "No answer yet" is no answer.
_NOT_OFFERED = re.compile(
    r"(ない|ません|対象外|未対応|範囲外)(旨|こと|と)?(を|は|の)?.{0,4}(回答|返答|返信|お?伝え|説明|ご?案内|申し上げ)"
    r"|\b(answered|told|explained|replied|informed|said)\b[^.;]{0,70}?\b(that|it|we|this|the product|the app)?\b[^.;,]{0,40}\b(cannot|can't|can not|doesn't|does not|do not|don't|isn't|is not|won't|will not|never|no (such|plans?|way|support|function|feature|setting))\b(?! (yet|know|been|have an answer))"
    r"|\b(answered|told|explained|replied|said)\b[^.;,]{0,12}\b(no|not)\b(?! (answer|reply|news|word|yet|one))",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"(ほか|他|別|もっと(簡単|小さ|軽|シンプル|手軽|安)[^。]{0,3})(の|な)?(もの|製品|サービス|ツール|仕組み|やり方|方法)?[^。]{0,10}(あ(る|り|れ)|教え|ご存|紹介|勧め)|\b(something|anything|another|other) (else|simpler|smaller|lighter|tool|product|software)\b|\bwhat would you (use|suggest|recommend)\b",
    re.IGNORECASE,
)


# Whether something smaller would do is a plain question, and gets a plain answer.
_OR_ELSE = re.compile(
    r"大げさ|大袈裟|大きすぎ|合(わ|って)(い)?な|向(い|か)(て|な)|もったいな|(ほか|他|別)の.{0,12}(ほうが|方が|で足り|で十分)|\b(overkill|too (much|big|heavy|complex)|more than we need|better off|something a|right (tool|fit|product) for)\b",
    re.IGNORECASE,
)


def wants_another(own: str) -> bool:
    """True where they ask for another product by the kind of work it should do."""
    return bool(_ANOTHER.search(own))


_ANOTHER = re.compile(
    r"((ほか|他|別)(の)?(仕組み|製品|サービス|ツール|ソフト|システム|もの)|(仕組み|製品|サービス|ツール|ソフト|システム))[^。]{0,16}(おすすめ|お勧め|オススメ|ご存[じ知]|紹介して|教えて(ほし|くだ|いただ|もら)|ありますか|ありませんか|ないでしょうか)"
    r"|\b(another|a different|some other|any other|other) (product|tool|software|system|app|service|programme|program)s?\b[^.?]{0,50}\b(recommend|suggest|know of|would|could|better|instead)\b|\b(recommend|suggest|know of) (me |us )?(another|a different|some other|any other|anything else|something else|a (tool|product|service|system))\b",
    re.IGNORECASE,
)


def plan(brief: Brief, sheet: Sheet) -> None:
    need = need_in_goal(brief)
    # Read as something else, its questions are answered one by one; what they told is what is thanked for.
    heard = any(hit.name is Situation.poor_fit and hit.because for hit in brief.reading.situations)
    words = (echo.matter if heard else echo.circumstance)(brief, sheet, Situation.poor_fit)
    product = brief.product
    sheet.move("thanks", "straight_answer", matter=words, replying=brief.replying, weight=1)
    known = told_not_offered(brief.account, brief.reading.own if brief.replying else "")
    if known:
        told = brief.day(known, weekday=False)
        sheet.move("boundary", "cannot_do_this", need=need, product=product, told=told, weight=1)
        _leave(brief, sheet, need)
    else:
        asked = sheet.ask("ask_can_product", "choice", need=need)
        sheet.move("boundary", "what_it_is_for", need=need, product=product, weight=1)
        sheet.move("boundary", "answer_on_fit", needs=asked.id, answer=asked.answer or "", weight=1, joins=True)
        if asked.answer is None and (better := alternatives(brief, sheet)):
            asks = bool(brief.replying and _OR_ELSE.search(brief.reading.own))
            sheet.move("boundary", "worth_a_look", alternatives=better, asks=asks, weight=1)
        if asked.answer and _NO.search(asked.answer):
            _leave(brief, sheet, need)
        else:
            sheet.move("next_step", "look_together", period=common.period(brief), weight=1)
            sheet.note("settle_fit_first", "do-not-sell-what-cannot-succeed")
            sheet.note("name_the_better_fit", "recommend-another-product")


def _leave(brief: Brief, sheet: Sheet, need: str) -> None:
    """What would serve them better, and an end in good order."""
    product = brief.product
    sheet.move("boundary", "what_serves_better", need=need, alternatives=alternatives(brief, sheet), weight=1)
    end = brief.contract.renewal
    shown = ""
    if end and end >= brief.today:
        title = "契約" if brief.language == "ja" else "Contract"
        shown = sheet.cite("account", "contract:renewal", brief.day(end), title=title, quote=end.isoformat())
    sheet.move("next_step", "in_good_order", end=shown, day=brief.day(brief.business_day(5)), product=product, weight=1)
    sheet.note("honest_no", "do-not-sell-what-cannot-succeed")
    sheet.note("name_the_better_fit", "recommend-another-product")
    sheet.note("no_workaround", "sunk-cost")


def aside(brief: Brief, sheet: Sheet) -> None:
    """A question of fit beside another matter: the honest word, no more."""
    sheet.move("boundary", "what_it_is_for", need=need_in_goal(brief), product=brief.product)


def need_in_goal(brief: Brief) -> str:
    """The goal that the message speaks of, in the record's words; "" where it speaks of something else."""
    goal = brief.goal
    if goal is None or not brief.in_language(goal.statement):
        return ""
    spoken = not brief.replying or shared_words(goal.statement, brief.reading.own)
    return goal.statement if spoken else ""


# English words that any two texts of the trade share.
_COMMON = frozenset(
    [
        "peopl",
        "month",
        "recor",
        "small",
        "their",
        "there",
        "where",
        "which",
        "about",
        "thing",
        "using",
        "needs",
        "would",
        "could",
        "really",
        "these",
        "those",
        "every",
        "other",
        "after",
        "today",
        "might",
        "still",
        "never",
        "always",
        "works",
        "produ",
        "custo",
        "compa",
    ]
)


def shared_words(one: str, other: str) -> int:
    """How many telling words two texts share: pairs of kanji or katakana, English words of five letters and more."""

    def words(text: str) -> set[str]:
        runs = re.findall(r"[一-龥]{2,}|[ァ-ヶー]{3,}", text)
        return {run[i : i + 2] for run in runs for i in range(len(run) - 1)} | {
            w[:5] for w in re.findall(r"[a-z]{5,}", text.lower()) if w[:5] not in _COMMON
        }

    return len(words(one) & words(other))


def _shared_verbs(one: str, other: str) -> int:
    """How many telling verbs two Japanese texts share, by the kanji that they are written with: 貸し出す, 貸し出し."""
    common = set("使見出入行来言思作持書合分何今方手時人上下中前後有無要取付")
    found = [set(re.findall(r"[一-龥](?=[ぁ-ん])", text)) - common for text in (one, other)]
    return len(found[0] & found[1])


def told_not_offered(account: Account, about: str = "", shared: int = 1) -> Date | None:
    """The day on which we told them that the product does not do it; with `about`, only where it was this that we told.

    `shared` is how many telling words the two must have in common.
    """
    for entry in account.history:
        # What is still open has not been declined.
        if entry.kind not in ("ticket", "email", "call", "meeting") or entry.status == "open":
            continue
        if _NOT_OFFERED.search(entry.text) and (not about or shared_words(entry.text, about) >= shared):
            return entry.date
    return None


def alternatives(brief: Brief, sheet: Sheet) -> list[dict[str, str]]:
    """Other vendors' products that the policy lets us name, those first whose case fits the message."""
    found = []
    for n, item in enumerate(brief.organisation.policy.alternatives):
        name, when = brief.read(item.name), brief.read(item.when)
        if not name:
            continue
        need = brief.reading.own + need_in_goal(brief)
        fit = max(shared_words(when, need) + _shared_verbs(when, need), shared_words(name, need))
        title = "方針" if brief.language == "ja" else "Policy"
        found.append(
            (
                fit,
                {
                    "name": sheet.cite("policy", f"alternative:{n}", name, title=title, quote=f"{name} / {when}"),
                    "when": when,
                },
            )
        )
    found.sort(key=lambda pair: -pair[0])
    # Whoever asks for something else is told the one we know of, with what it is made for.
    asked = len(found) == 1 and brief.replying and _ELSE.search(brief.reading.own)
    needed = 0 if asked else 2 if brief.language == "ja" else 1
    return [item for fit, item in found[:1] if fit >= needed]
