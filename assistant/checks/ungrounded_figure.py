"""Every figure is on record, in what the customer said, in the policy, or computed from those (the ledger)."""

import re
from calendar import month_abbr
from collections.abc import Iterator

from assistant.checks.figures import Figure
from assistant.checks.ledger import Entry, Ledger, same_kind, shows
from assistant.checks.proof import Proof, Source
from assistant.checks.stretches import bare_days, between_clocks, between_days, names_day
from assistant.checks.sums import Sums
from assistant.checks.text import Text, plain
from assistant.domain.draft import Finding

CODES = ("ungrounded_figure",)

_MEETING_MINUTES = frozenset({5, 10, 15, 20, 30, 40, 45, 60, 90})
_LIST_LINE = re.compile(r"(?m)^[ \t]*(?:・|[-*•]|\(?\d{1,2}[.)])")
_TIMES = re.compile(r"\s*[×xX*]\s*")
_LATER = re.compile(r"\s*(?:後|以内|ごと|おき|先|from now|later|ahead)")
_AHEAD = re.compile(r"\b(?:in|within|every|after|next|in about)\s*$", re.IGNORECASE)
_AT = re.compile(r"\bat\s*$", re.IGNORECASE)
_SMALL = 10
_STEPS_OF_SUMS = 2
_BETWEEN_TEXTS = "\n"
# 「この2件」, "these two": what this letter has just named.
_POINTS_BACK = re.compile(
    r"(?:この|その|以上の|上の|上記の|次の|下の|下記の|残る|these |those |the other )$", re.IGNORECASE
)
# "At A$40 the saving would be": what is taken for granted, for the sake of the sum.
_SUPPOSED = re.compile(
    r"(?:^|[\s,;(])(?:at|suppose|supposing|assuming|say|imagine|仮に|たとえば|例えば)[、, ]{0,2}$", re.IGNORECASE
)
_THEN = re.compile(r"\bwould\b|\bcomes? to\b|\bcould\b|なら|だと|すると|としても|場合|であれば|とすれば", re.IGNORECASE)
# 「25日の件」, 「25日のご連絡」: something that happened then, not a length of time.
_OF_THE_DAY = re.compile(r"の(?:件|ご|お|通知|会|障害|作業|面談|電話|メール|定例|トラブル|停止|不具合|打ち?合わせ)")
_RECENT = 45
# 「二、三名」: some.
_VAGUE = re.compile(r"[一二三四五六七八][、,][二三四五六七八九]|[二三四五六七八九]?(?<=[一二三四五六七八][、,])")
# 「21件→」, 「21件から」, "from 21 to": what follows is where things stand now.
_ENDS_THE_COURSE = re.compile(r"(?:→|->|⇒|から|\bto)\s*$")
_STEP = re.compile(
    r"(?:から|〜|~|-)[1-9](?:で|の手順|を|まで)|(?:で|の手順|を|まで)(?=[^。\n]{0,20}(?:直|やり|進|試|できま|終わ))"
)
# 「1か2でしたら」, "if it is 1 or 2": which of the items listed here.
_ONE_OF = re.compile(r"[1-9]\s?(?:か|または|もしくは|、|,|or|and)\s?$")
_CHOSEN = re.compile(r"\s?(?:でしたら|の場合|なら|を(?:お選|選)|のとき)")
_DAY_OF_MONTH = re.compile(
    r"(?:の)?\s?(?:午前|午後)?\d{1,2}時|の?(?:朝|昼|夕方|午前|午後)|\([月火水木金土日]\)|以来|付け?|に(?:お知らせ|ご連絡|お電話|お伺い|伺|いただ|頂|承|お送り|お会い|お渡し|発生)"
)


def check(proof: Proof) -> Iterator[Finding]:
    """Figures of body and subject that cannot be traced, and those that a newer value has replaced."""
    ledger = Ledger(proof)
    for source in ("subject", "body"):
        yield from _of_text(proof, ledger, source)


def _of_text(proof: Proof, ledger: Ledger, source: Source) -> Iterator[Finding]:
    figures = proof.figures(source)
    shown = {id(f) for f in _results(figures, proof, ledger, source)}
    loose: list[Figure] = []
    for figure in figures:
        if id(figure) in shown or _harmless(figure, proof, source):
            continue
        old = _out_of_date(figure, proof, ledger, source)
        if old:
            why = proof.say("The record has a newer value than %(figure)s, or has withdrawn it.", figure=figure.quote)
            hint = proof.say("Give the current value, or tell the course from then to now.")
            yield proof.finding(CODES[0], (figure.start, figure.end), why, hint, source)
        elif old is None and not _traced(figure, proof, ledger, source):
            loose.append(figure)
    if proof.letter.by_hand and loose:
        loose = _without_sums(loose, figures, proof, ledger, source)
    for figure in loose:
        why = proof.say(
            "%(figure)s is neither on record nor in the message, nor follows from them.", figure=figure.quote
        )
        hint = proof.say("Use a figure of the record, or leave it out and ask the customer for it.")
        yield proof.finding(CODES[0], (figure.start, figure.end), why, hint, source)


def _traced(figure: Figure, proof: Proof, ledger: Ledger, source: Source) -> bool:
    near = _called_approximate(figure, proof, source)
    return (
        ledger.structured(figure, near) or ledger.span_of_time(figure) or ledger.theirs(figure)
        or ledger.said(figure, near) or _counted_use(figure, proof, source) or _of_a_goal(figure, ledger)
    )  # fmt: skip


def _without_sums(
    loose: list[Figure], figures: list[Figure], proof: Proof, ledger: Ledger, source: Source
) -> list[Figure]:
    """What is left when the CSM's own sums are done: one may rest on another, wherever it stands."""
    untraced = {id(f) for f in loose}
    sums = Sums(proof, ledger, source, (f for f in figures if id(f) not in untraced))
    for _ in range(_STEPS_OF_SUMS):
        loose = [
            f for f in loose
            if not (sums.follows(f) or between_clocks(f, proof, source) or between_days(f, proof, source))
        ]  # fmt: skip
    return loose


def _out_of_date(figure: Figure, proof: Proof, ledger: Ledger, source: Source) -> bool | None:
    """True for an old value given as current, False for one told as the way from then to now, None for no old value."""
    old = [e for e in ledger.superseded if same_kind(figure, e) and shows(figure, e)]
    if not old or any(same_kind(figure, e) and figure.shows(e.value) for e in ledger.record):
        return None
    sentence = proof.text(source).sentence_at(figure.start)
    here = [m for m in proof.dates(source) if sentence.start <= m.start < sentence.end]
    if any(m.month is not None and e.date and e.date.month == m.month for m in here for e in old):
        return False  # "52% in July": told with the month in which it was so
    if proof.words.says("told_as_withdrawn", sentence.bare):
        return False
    if any(e.of == "withdrawn" for e in old):
        return None if ledger.theirs(figure) else True
    if not proof.words.says("told_as_course", sentence.bare):
        return True
    return _told_as_now(figure, proof, old, ledger, source)


def _told_as_now(figure: Figure, proof: Proof, old: list[Entry], ledger: Ledger, source: Source) -> bool:
    """True where an old value ends the course: 「21件→9件」, with neither the newer value nor the old one's month near."""
    text = proof.text(source)
    if not proof.letter.by_hand or not _ENDS_THE_COURSE.search(text.bare[max(0, figure.start - 8) : figure.start]):
        return False
    start, end = text.paragraph_at(figure.start)
    near = text.bare[start:end]
    newer = {e.value for e in ledger.record if same_kind(figure, e) and any(e.of == o.of for o in old)}
    if any(f.value in newer for f in proof.figures(source) if start <= f.start < end):
        return False
    months = {o.date.month for o in old if o.date}
    return bool(months) and not any(re.search(rf"(?<!\d){m}(?:月|/)|\b{month_abbr[m]}", near) for m in months)


def _of_a_goal(figure: Figure, ledger: Ledger) -> bool:
    """True for a goal's value said without its unit: "whether 85 is within reach"."""
    if figure.unit or figure.value <= _SMALL:
        return False
    return any(e.of.startswith("goal:") and e.value == figure.value for e in ledger.record)


def _counted_use(figure: Figure, proof: Proof, source: Source) -> bool:
    """True where the figure is how often a feature was used that the same sentence names."""
    if figure.unit not in ("", "count", "times"):
        return False
    sentence = proof.text(source).sentence_at(figure.start).text.lower()
    uses = (item for use in proof.letter.account.usage for item in use.features.items())
    return any(count == figure.value and plain(name).lower() in sentence for name, count in uses)


def _results(figures: list[Figure], proof: Proof, ledger: Ledger, source: Source) -> Iterator[Figure]:
    """Results of arithmetic that is shown: a × b × c = d, where every factor can be traced."""
    text = proof.text(source).plain
    chain: list[Figure] = []
    for figure in figures:
        if chain and _TIMES.fullmatch(text[chain[-1].end : figure.start]):
            chain.append(figure)
            continue
        if len(chain) > 1 and figure.start - chain[-1].end <= _SMALL:
            product = 1.0
            for factor in chain:
                product *= factor.value
            traced = (_constant(f) or ledger.structured(f) or ledger.said(f) or ledger.theirs(f) for f in chain)
            if figure.shows(product) and all(traced):
                yield figure
        chain = [figure]


def _constant(figure: Figure) -> bool:
    return (figure.value, figure.unit) in {(12, "month"), (365, "day"), (24, "hour"), (52, "week"), (12, "")}


def _called_approximate(figure: Figure, proof: Proof, source: Source) -> bool:
    text = proof.text(source).plain
    around = text[max(0, figure.start - 14) : figure.start] + "\0" + text[figure.end : figure.end + 6]
    return proof.words.says("approximate", around)


def _fewer_seats(figure: Figure, proof: Proof, text: Text) -> bool:
    """True for a number of seats below the contract's, put forward for a smaller one."""
    contract = proof.letter.account.contract
    if figure.unit not in ("person", "count") or not contract or not contract.seats:
        return False
    sentence = text.sentence_at(figure.start)
    return figure.value < contract.seats and proof.words.says("fewer_seats", sentence.bare)


def _named_so_many(figure: Figure, proof: Proof, text: Text) -> bool:
    """True where so many are named: 「2館」 after 松江館 and 金沢館."""
    word = re.match(r"[一-龯]", text.bare[figure.end :] if not figure.unit else figure.quote[-1:])
    if not word or figure.value > _SMALL:
        return False
    said = _BETWEEN_TEXTS.join((text.bare, proof.message.plain))
    named = set(re.findall(rf"(?:[一-龯]{{1,4}}|[ァ-ヴー]{{2,8}}){word.group()}(?![一-龯])", said))
    return len(named) == figure.value


def _is_a_day(figure: Figure, proof: Proof, text: Text) -> bool:
    """True for a day without its month, which is known from elsewhere."""
    number = int(figure.value)
    return (figure.start, number) in bare_days(text.bare) and names_day(proof, number)


def _supposed(figure: Figure, text: Text) -> bool:
    sentence = text.sentence_at(figure.start)
    before = text.bare[sentence.start : figure.start]
    return bool(_SUPPOSED.search(before)) and bool(_THEN.search(text.bare[figure.end : sentence.end]))


def _recent(day: int, proof: Proof) -> bool:
    """True where something on record happened on that day of this month or of the one before."""
    today = proof.letter.today
    return any(f.date and f.date.day == day and 0 <= (today - f.date).days <= _RECENT for f in proof.readable)


def _harmless(figure: Figure, proof: Proof, source: Source) -> bool:
    """What is written in digits and yet claims nothing: one thing, the CSM's own half hour, the items listed here."""
    text = proof.text(source)
    if _constant(figure) and figure.unit:
        return True
    if proof.letter.by_hand and (_supposed(figure, text) or _fewer_seats(figure, proof, text)):
        return True
    if figure.money or figure.unit in ("percent", "times"):
        return False
    whole = figure.value == int(figure.value)
    if whole and not figure.unit and figure.value <= 24 and _AT.search(text.bare[: figure.start]):
        return True  # "on Tuesday at 10": an hour
    if whole and figure.unit == "day" and figure.value <= 31 and _DAY_OF_MONTH.match(text.bare, figure.end):
        return True  # 「18日にお知らせいただいて」: a day, not a number of days
    if (
        whole
        and figure.unit == "day"
        and _OF_THE_DAY.match(text.bare, figure.end)
        and _recent(int(figure.value), proof)
    ):
        return True  # 「25日の通知の件」: the day of something on record
    if proof.letter.by_hand and whole and figure.unit == "day" and _is_a_day(figure, proof, text):
        return True  # 「25日にどなたが」
    if whole and figure.value <= _SMALL and _POINTS_BACK.search(text.bare[max(0, figure.start - 12) : figure.start]):
        return True
    if proof.letter.by_hand and whole and _named_so_many(figure, proof, text):
        return True
    if figure.value == 1 or _VAGUE.match(text.bare, max(0, figure.start - 2)):
        return True
    if (
        whole
        and not figure.unit
        and (
            _STEP.match(text.bare, figure.end)
            or _ONE_OF.search(text.bare[max(0, figure.start - 8) : figure.start])
            or _CHOSEN.match(text.bare, figure.end)
        )
        and figure.value <= len(_LIST_LINE.findall(text.plain))
    ):
        return True  # 「この1から4で」: the steps of this letter
    sentence = text.sentence_at(figure.start)
    claims = proof.words.says("result_words", sentence.bare)
    if figure.unit == "minute" and figure.value in _MEETING_MINUTES and not claims:
        return True
    before, after = text.bare[max(0, figure.start - 12) : figure.start], text.bare[figure.end : figure.end + 24]
    if whole and figure.unit in ("day", "week", "month") and not claims and proof.words.says("proposes", sentence.bare):
        return True
    if whole and figure.unit in ("day", "week", "month", "hour", "year", "minute"):
        return not claims and bool(_LATER.match(after) or _AHEAD.search(before))
    if whole and figure.value <= _SMALL:
        near = after[:3] if after.strip()[:1] > "\x7f" else after
        if proof.words.says("counted_by_us", text.bare[figure.start : figure.end] + near):
            return True
        return figure.unit in ("", "count") and figure.value == len(_LIST_LINE.findall(text.plain))
    return False
