"""Who wrote: from the first lines (「営業部の宇野です」, "Kyle here"), else from the signature."""

import re
from collections.abc import Sequence

from assistant.domain.reading import Sender

_KANJI_NAME = r"[一-龯々〆ヶ髙﨑]{1,4}|[ァ-ヴー]{2,8}|[一-龯々]{1,3}[ぁ-ん]{1,3}|[A-Z][A-Za-z]{1,15}"
_JA_GREETING = re.compile(
    rf"(?:^|[。!、\s])(?:(?P<group>[^\s。、!?][^\n。、!?]{{0,40}}?)[の\s])?(?P<name>(?:{_KANJI_NAME})(?:\s(?:{_KANJI_NAME}|[ぁ-ん]{{1,5}}))?)"
    r"(?:です|と申します|でございます|だ)(?:[。、!\s]|$)"
)
_EN_GREETING = re.compile(
    r"(?:^|(?<=[.!,\n]))[ \t]*(?:(?:[Hh]i|[Hh]ello|[Hh]ey|[Dd]ear)\b[^,.!\n]{0,30}[,.!]?\s*)?"
    r"(?:(?:[Tt]his is|[Ii]t's|I'm|I am|[Mm]y name is)\s+(?P<a>[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)(?!\w)"
    r"|(?P<b>[A-Z][\w'-]+(?: [A-Z][\w'-]+)?) (?:here\b|(?:from|at|over at) (?P<from>[A-Z][\w&' ]{1,40}?) here\b)"
    r"|(?P<c>[A-Z][a-z'-]+(?: [A-Z][a-z'-]+)?):(?=\s))"
    r"(?:,? (?:from|at|with|of)(?: the)? (?P<org>[A-Z][\w&'-]*(?: (?:&|and|of|[A-Z][\w&'-]*)){0,4}))?"
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_COMPANY = re.compile(
    r"(?:株式|有限|合資|合同|合名)会社|\(株\)|\(有\)|法人|組合|信用金庫|銀行|病院|医院|クリニック|大学|学園|学校|幼稚園|保育園|こども園|工務店|商店|事務所|製作所|旅館|ホテル"
    r"|\b(?:ltd|inc|llc|gmbh|plc|co|corp|company|group|labs?|services|school|hospital|clinic|partners|associates|bros|sons|daughters)\b",
    re.I,
)
_POST = re.compile(
    r"\b(?:manager|director|owner|president|partner|coordinator|head|officer|supervisor|administrator|lead|assistant|foreman|"
    r"dispatcher|bookkeeper|ceo|coo|cfo|cto|principal|nurse|teacher|engineer|clerk|secretary|treasurer|chair|founder)\b",
    re.I,
)
_DEPARTMENT = re.compile(
    r"(?:部|課|係|室|局|科|店|支店|支社|営業所|本部|工場|拠点|チーム|グループ|事務|総務|経理|人事|営業|情シス|情報システム|購買|企画)$"
)
_TITLE = re.compile(
    r"(?:社長|専務|常務|部長|課長|係長|主任|所長|店長|園長|院長|校長|店主|事務長|施設長|理事長?|取締役|代表|担当|主査|主事|女将|館長|室長|局長|工場長)$"
)
# Words that stand before です without being a name.
_NO_NAME = re.compile(
    r"^(?:残念|大変|問題|結構|感想|研修|朗報|悲報|速報|続報|本題|用件|要件|追伸|補足|余談|疑問|提案|意見|評価|好評|大丈夫|無理|最高|最悪|本当|緊急|至急|不満|不安|心配|同感|初|営業|経理|総務|人事|事務|本社|現場|担当|合格|完了|終了|満足|感謝|不要|必要|可能|不可|"
    r"以上|以下|同様|同意|了解|承知|当然|重要|急ぎ|困難|失礼|迷惑|論外|異常|正常|未定|予定|希望|賛成|反対|解約|更新|確認|質問|相談|報告|連絡|要望|お願い|苦情|"
    r"社長|専務|常務|部長|課長|店長|園長|院長|所長|無料|有料|高額|半額|割高|割安|格安|真剣|本気|皮肉|冗談|便利|不便|簡単|複雑|面倒|別|何|誰|私|僕|俺|弊社|当社|御社|貴社|十分|充分|"
    r"限界|論点|前提|状態|状況|結果|成果|効果|目標|今日|明日|昨日|今月|来月|先月|今年|来年|去年|現在|最後|最初|全部|全員|一人|二人|同じ|初心者|素人|満点|絶賛|好評|不評|ゼロ|エラー|バグ|テスト|メール|サポート|システム|アプリ|データ)"
)
# Nouns by their first or last character: 不愉快です, 稟議用です, 設定中です
_NOUN = re.compile(r"^[不無未非誤再最要]|[用中違後前件的性化式分様]$")
_NO_FIRST_NAME = {
    "the", "this", "that", "it", "we", "our", "please", "subject", "re", "fw", "fwd", "note", "ps", "question", "update", "urgent",
    "thanks", "hi", "hello", "dear", "from", "to", "date", "sent", "cc", "first", "second", "third", "problem", "issue", "error",
    "not", "sorry", "just", "still", "also", "so", "nothing", "nobody", "someone", "everyone", "all", "system", "important",
    "procurement", "purchasing", "legal", "reception", "journalist", "click", "regional", "internal", "read", "accepted",
    "sales", "accounts", "support", "marketing", "finance", "management", "product", "warning", "attention", "example", "step", "option", "summary", "background", "context", "request", "feedback", "p",
}  # fmt: skip


def sender_of(
    own: str, signature: str, headers: str, language: str, names: Sequence[str], own_names: Sequence[str]
) -> Sender:
    """Who wrote a message, as written there; empty fields where it does not say.

    Args:
        own: what the writer wrote, folded.
        signature: the signature below it, folded.
        headers: the head of a pasted mail, folded.
        language: of the message.
        names: the account's contacts and company, to be preferred over a guess.
        own_names: names of the vendor's own people: addressed in a message, never its sender.
    """
    name, company, department = _greeting(own, language, names, own_names)
    signed_name, signed_company, signed_department = _signed(signature, names, own_names)
    emails = [m[0] for m in _EMAIL.finditer(f"{signature}\n{_from_line(headers)}")]
    if name and name in signed_name:
        name = signed_name
    if signed_department and department.endswith(signed_department):
        department = signed_department
    return Sender(
        name=name or signed_name or _from_name(headers, own_names),
        company=company or signed_company,
        department=department or signed_department,
        email=emails[0] if emails else "",
    )


def _greeting(own: str, language: str, names: Sequence[str], own_names: Sequence[str]) -> tuple[str, str, str]:
    head = own[:200]
    for match in _JA_GREETING.finditer(head):
        name, group = match["name"], match["group"] or ""
        if re.search(r"[一-龯].*[ぁ-ん]", name.replace(" ", "")) and not _is(name, names):
            continue
        if _is(name, own_names) or _NO_NAME.match(name) or len(name.replace(" ", "")) < (1 if _is(name, names) else 2):
            continue
        if _DEPARTMENT.search(name) and _opens(head, match):
            return "", "", name
        if _is(name, names) or (_stands_alone(head, match) and (not group or _is_house(group))):
            return name, *_group(group)
    # English names stand in front, or after a greeting: later in a text "it's …" speaks of something else.
    for match in _EN_GREETING.finditer(own[:120]):
        name = match["a"] or match["b"] or match["c"] or ""
        if name.lower() in _NO_FIRST_NAME or name.split()[0].lower() in _NO_FIRST_NAME or _is(name, own_names):
            continue
        if match["c"] and not _is(name, names):
            continue
        return name, match["org"] or match["from"] or "", ""
    del language
    return "", "", ""


def _opens(head: str, match: re.Match) -> bool:
    """True where nothing but a greeting or the addressee stands before the words."""
    before = head[: match.start("group") if match["group"] else match.start("name")].strip()
    return not before or bool(
        re.search(r"(?:お世話にな|おつかれ|お疲れ|こんにちは|はじめまして|様|さん)[^。\n]*[。、!]?$", before)
    )


def _stands_alone(head: str, match: re.Match) -> bool:
    """True where 「宇野です。」 opens a message that goes on: elsewhere the noun before です is the matter."""
    named = re.fullmatch(
        r"[一-龯々〆ヶ髙﨑]{2,3}(?: ?[一-龯々ぁ-ん]{1,4})?|[一-龯]", match["name"]
    ) and not _NOUN.search(match["name"])
    return bool(named) and _opens(head, match) and bool(head[match.end() :].strip())


def _is_house(group: str) -> bool:
    """True where the words before の name a company, a department or a post, and are no phrase."""
    typed = any(_COMPANY.search(p) or _DEPARTMENT.search(p) or _TITLE.search(p) for p in re.split(r"[\sの]", group))
    return typed or not re.search(r"[ぁ-ん]", group)


def _group(group: str) -> tuple[str, str]:
    company = department = ""
    pieces = [p for p in re.split(r"[\sの]", group) if p]
    for piece in pieces:
        if _TITLE.search(piece) and not _COMPANY.search(piece):
            continue
        if _DEPARTMENT.search(piece) and not _COMPANY.search(piece):
            department = department or piece
        else:
            company = company or piece
    return company, department


def _signed(signature: str, names: Sequence[str], own_names: Sequence[str]) -> tuple[str, str, str]:
    name = company = department = ""
    for line in signature.splitlines():
        plain = line.strip(" -–—*_=|・　\t")
        if not plain or _EMAIL.search(plain) or re.search(r"\d{3,}|https?:|www\.", plain):
            continue
        known = next((n for n in names if _is(n, [plain]) or (len(n) > 1 and n in plain)), "")
        if _COMPANY.search(plain):
            company = company or _company_in(plain)
        elif plain.isascii():
            company = company or _house(plain)
        for piece in re.split(r"[\s　,/|]+", plain):
            if _DEPARTMENT.search(piece) and not _COMPANY.search(piece):
                department = department or piece
        if not name and known and not _COMPANY.search(known) and not _is(known, own_names):
            name = known
        elif not name:
            name = _name_in(plain, own_names)
    return name, company, department


def _company_in(line: str) -> str:
    if re.search(r"[ぁ-んァ-ヶ一-龯]", line):
        pieces = line.split()
        at = next(i for i, p in enumerate(pieces) if _COMPANY.search(p))
        alone = re.fullmatch(r"(?:(?:株式|有限|合資|合同|合名)会社|.{2,6}法人|\(株\)|\(有\))", pieces[at])
        return " ".join(pieces[at : at + 2]) if alone else pieces[at]
    return next((p.strip() for p in re.split(r"[,|]", line) if _COMPANY.search(p)), line)


def _house(line: str) -> str:
    """The house in "Dispatcher, Fernhill Heating & Cooling": what stands beside a post."""
    pieces = [p.strip() for p in re.split(r"[,|]", line)]
    posts = [p for p in pieces if _POST.search(p)]
    others = [
        p for p in pieces if p not in posts and re.fullmatch(r"[A-Z][\w'.-]*(?: (?:&|and|of|the|[A-Z][\w'.-]*))+", p)
    ]
    return others[0] if posts and others and pieces.index(others[0]) > pieces.index(posts[0]) else ""


def _name_in(line: str, own_names: Sequence[str]) -> str:
    if re.search(r"[一-龯]", line):
        pieces = [p for p in line.split() if not (_COMPANY.search(p) or _DEPARTMENT.search(p) or _TITLE.search(p))]
        kanji = [
            p for p in pieces if re.fullmatch(r"[一-龯々〆ヶ髙﨑]{1,4}[ぁ-ん]{0,3}|[ァ-ヴー]{2,8}|[ぁ-ん]{2,5}", p)
        ]
        name = " ".join(kanji[:2]) if kanji and len(kanji) == len(pieces) else ""
    else:
        match = re.match(
            r"(?:(?:thanks|thank you|cheers|best|regards|kind regards|best regards|many thanks),? )?([A-Z][\w'.-]+(?: [A-Z][\w'.-]+){0,2})(?=$|,| \||\s*-)",
            line,
            re.I,
        )
        name = (
            match[1]
            if match and match[1][0].isupper() and not _sign_off(match[1]) and not _COMPANY.search(match[1])
            else ""
        )
    return "" if _is(name, own_names) else name


def _sign_off(words: str) -> bool:
    return bool(
        re.match(r"(?:best|kind|many|warm|thanks|thank|cheers|regards|sincerely|yours|sent|open)\b", words, re.I)
    )


def _from_line(headers: str) -> str:
    return next(
        (line for line in headers.splitlines() if re.match(r"\s*\*?(?:from|差出人|送信者|送信元)", line, re.I)), ""
    )


def _from_name(headers: str, own_names: Sequence[str]) -> str:
    line = _from_line(headers)
    name = re.sub(r"^[^:]*:\s*|<[^>]*>|\S+@\S+|[\"'*\[\]]", "", line).strip()
    name = re.sub(r"(?:様|さん)$", "", name)
    return "" if _is(name, own_names) else name


def _is(name: str, known: Sequence[str]) -> bool:
    """True where a name is one of the known ones, or a family or first name of one."""
    plain = re.sub(r"\s", "", name).lower()
    return bool(plain) and any(
        plain == re.sub(r"\s", "", other).lower() or name.lower() in (p.lower() for p in other.split())
        for other in known
    )
