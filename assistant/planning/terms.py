"""What is asked of the contract without wishing for less: more places or people, how and when it is paid."""

import re

from assistant.planning import saying

_FLAGS = re.IGNORECASE
_PLACE_JA = r"(店舗?|拠点|支店|支社|営業所|事業所|工場|園|院|校舎?|教室|施設|センター|ステーション|倉庫|農場|分室)"
_GROWS_JA = re.compile(
    rf"(新(しい|規の?)?|もう[1一]|[2-9二三四五六七八九]([つか軒]|ヶ|号|つ|校|店舗?|拠点|園|院)?(目|号)?(の|所目の?)?){_PLACE_JA}[^。]{{0,16}}(開[くきい設業]|オープン|出[しすさ]|増え|増や|加わ|立ち上げ|できま|でき[るて])"
    rf"|{_PLACE_JA}(数)?[がをもは][^。]{{0,8}}([0-9一二三四五六七八九]+(つ|か所|ヶ所|箇所|軒|校|園|院|店舗?|拠点)|もう[1一]つ)?[^。]{{0,4}}(増え|増やし|加わ)[るりす]?(ます|予定|見込|こと(に|と)な|ので)"
    r"|(使う|お使いになる|利用する|入力する)(人|者|方|職員|社員|スタッフ)(数)?[がをもは][^。]{0,14}(増え|増やし|加わ)[るりす]?(ます|予定|見込|こと(に|と)な)"
    r"|(利用者|ユーザー|人数|席|ライセンス|アカウント|利用人数)(数)?[をがもは][^。]{0,16}(増え|増や|追加|足し|広げ)[^。]{0,30}(料金|費用|金額|いくら|見積|契約|値段|かもしれ|予定|見込み|こと(に|と)な)"
    r"|(料金|費用|金額|いくら|見積|契約)[^。]{0,24}(利用者|ユーザー|人数|席|ライセンス|アカウント)(数)?[をがも][^。]{0,12}(増え|増や|追加)",
)
_PLACE_EN = r"(sites?|branch(es)?|offices?|practices?|shops?|stores?|depots?|locations?|clinics?|schools?|warehouses?|workshops?|restaurants?|yards?|homes?|wards?|propert(y|ies)|sheds?|hotels?|farms?|plants?|factor(y|ies)|cent(re|er)s?|units?|gyms?|studios?|campus(es)?|stations?|lodges?|hubs?|buildings?|nurser(y|ies)|marinas?|labs?|kitchens?|venues?|outlets?|bakery|bakeries|salons?|surger(y|ies)|garages?|pools?|terminals?|estates?|blocks?|floors?|routes?|vessels?|boats?|regions?|teams?)"
_ORDINAL_EN = r"(second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w+teenth|twentieth|\d+(st|nd|rd|th))"
_STAFF_EN = r"(people|staff|users?|colleagues|employees|engineers|nurses|teachers|drivers|technicians|carers|operators|workers|cleaners|guards|hands|seats|licen[cs]es)"
_NUMBER_EN = r"(\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|more|several|a dozen)"
_GROWS_EN = re.compile(
    rf"\b(open(s|ing|ed)?|bought|buying|buy|acquir\w+|tak(e|en|es|ing|ook) (over|on)|took (over|on)|exchanged (contracts )?on|completed on|signed (for|on|a lease)|won|launch\w*|add(s|ed|ing)?|setting up|set up|moving into|starting|getting|expanding (in)?to)\b[^.?]{{0,30}}\b({_ORDINAL_EN}|new|another|the|two|three|four|five|more|an extra|one more)\b[^.?]{{0,20}}\b{_PLACE_EN}\b"
    rf"|\b(our|a|the) {_ORDINAL_EN} {_PLACE_EN}\b[^.?]{{0,24}}\b(open\w*|start\w*|com(es|ing)|join\w*|goes live)\b"
    rf"|\b{_NUMBER_EN}\b[^.?]{{0,12}}\b(more|new|extra|additional) (\w+ )?{_STAFF_EN}\b[^.?]{{0,24}}\b(join\w*|need\w*|start\w*|coming|come|by|from|in)\b"
    rf"|^(that's |that is |about |around |roughly |some |another |with |plus )*{_NUMBER_EN} (more|new|extra|additional) (\w+ )?{_STAFF_EN}\b"
    rf"|\b(hiring|taking on|taken on|took on|growing by|growing to|grow(n)? (by|to)|adding)\b[^.?]{{0,24}}\b(more|new|extra|\d+|another) ?(\w+ )?({_STAFF_EN})\b"
    r"|\b(cost|price|fee|charge|quote|contract)\b[^.?]{0,40}\b(more|extra|additional|another) (\w+ )?(users?|seats?|licen[cs]es?|people)\b"
    r"|\b(more|extra|additional|another) (\w+ )?(users?|seats?|licen[cs]es?|people)\b[^.?]{0,40}\b(cost|price|fee|charge|quote|contract)\b",
    _FLAGS,
)
# Without a word of the contract or a price, a new place is news; a question beside it is about something else.
_COMMERCIAL = re.compile(
    r"料金|費用|金額|いくら|見積|契約|値段|価格|プラン|席|ライセンス|枠|条件|\b(prices?|pricing|cost|costs|fee|contract|quote|seats?|licen[cs]es?|charge|charged|terms|plan|bill)\b",
    _FLAGS,
)
_PAYS = re.compile(
    r"(支払い?|お支払い?|請求(?!書の?(?:宛|日付|名義|写|控|再))|振込|振り込み|引き落とし|年払い|月払い|分割|分納|後払い|前払い)[^。]{0,30}(分け|分割|分納|[0-9二三四半]回|毎月|月払い|年払い|口座|締め|サイト|遅ら|ずら|変え|変更|まとめ)"
    r"|(分割|分納|月払い|年払い|口座振替|後払い)(に|で|は|も|への?)?[^。]{0,12}(でき|可能|変更|お願い|したい)"
    r"|\b(pay|payments?|invoiced?|billed?|billing)\b[^.?]{0,30}\b(monthly|quarterly|twice a year|half-yearly|in (two|three|four|parts)|instal?ments?|split|later|direct debit|by card|net \d+|purchase order)\b"
    r"|\b(split|spread)\b[^.?]{0,24}\b(payments?|invoices?|bills?|fee|cost)\b",
    _FLAGS,
)


def grows(sentence: str, mail: str) -> bool:
    """True where they tell that they grow, or ask what more people would take; how it is set up is a matter of use."""
    pattern = _GROWS_JA if any("\u3040" <= c <= "\u30ff" for c in sentence) else _GROWS_EN
    if not pattern.search(sentence):
        return False
    asks = saying.is_question(sentence)
    return bool(_COMMERCIAL.search(sentence if asks else mail)) or not (asks or _asks_something(mail, sentence))


def of_the_contract(sentence: str) -> bool:
    """True where a sentence speaks of price or contract."""
    return bool(_COMMERCIAL.search(sentence))


def asks_the_fee(reading_own: str) -> str:
    """The question of a mail that asks what more would cost; "" where none does."""
    parts = [s.strip() for s in re.split(r"[。\n.!]|(?<=\?)", reading_own)]
    return next((s for s in parts if saying.is_question(s) and _COMMERCIAL.search(s)), "")


def _asks_something(mail: str, but: str) -> bool:
    asking = [s.strip() for s in re.split(r"[。\n.]|(?<=\?)", mail.replace(but, "")) if saying.is_question(s.strip())]
    return not all(saying.asks_advice(s) for s in asking)


def asks_how_to_pay(sentence: str) -> bool:
    """True where they ask for another way or day to pay the same."""
    return bool(_PAYS.search(sentence)) and saying.is_question(sentence)
