"""Nothing unfilled, and no word of the machine: no 〇〇, no {{name}}, no TODO, no "as an AI"."""

import re
from collections.abc import Iterator

from assistant.checks.proof import Proof
from assistant.checks.text import plain
from assistant.domain.draft import Finding

CODES = ("placeholder",)

# On `plain`, quotations included where the form can be nothing else.
_ALWAYS = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\{[A-Za-z_ ]{2,30}\}|\{[ぁ-んァ-ヴー一-龯]{1,12}\}|\$\{\w+\}|%\(\w+\)s"
    r"|\b(?:TODO|TBD|TBC|FIXME|XXX+)\b|lorem ipsum|_{3,}(?=[^_\n]*[。.、,]?$)"
    r"|\[(?:[APHMCQ]\d{1,2}|citation needed|出典|要確認|未定|後で)\]"
    r"|\[(?:your|the|customer|client|company|contact|first|last|full|insert|enter|add|recipient|sender|csm)?\s?"
    r"(?:name|names|company|date|time|amount|price|number|title|product|link|url|address|email|phone|customer|client|here|details)"
    r"(?: here)?\]"
    r"|[\[<(](?:お?名前|氏名|お?客様名|会社名|社名|御社名|貴社名|部署名?|役職|金額|日付|日時|時刻|期日|担当者?名?|件名|URL|商品名|製品名|数値|数字)[\]>)]"
    r"|【[^】\n]{0,8}(?:要確認|未定|未記入|確認中|仮|後で|金額|日付|氏名|会社名|社名)[^】\n]{0,8}】"
    r"|【\s*】|\[\s+\]|[(](?:あとで|後で|のちほど|要確認|仮|ここ|お?名前|数字|金額)[^()\n]{0,16}(?:入れる|入れて|調べ|確認|記入|書く|埋め|直す|差し替え)[^()\n]{0,8}[)]"
    r"|[(]←[^()\n]{1,20}[)]|<<[^<>\n]{1,40}>>|[\[<{(](?:insert|fill in|enter|to be (?:confirmed|filled|decided)|add)\b[^\]>})\n]{0,40}[\]>})]"
    r"|[(\[]※[^()\[\]\n]{2,30}(?:一文|一言|ひとこと|入れ|書く|追記|確認|後で|あとで|埋め|調べ)[^()\[\]\n]{0,8}[)\]]"
    r"|\[(?:check|ask|confirm|verify|look up|get|find|see|to check|to confirm|awaiting|pending)\b[^\]\n]{2,40}\]"
    r"|(?-i:\[[A-Z]{2,}(?:[ /_][A-Z0-9]{2,})+\])"  # a note to oneself in capitals; one word alone may be a key
    r"|(?-i:(?:(?<=\b(?:on|of|by|at|in|to) )|(?<=\bfor )|(?<=\b(?:with|from|your) )|(?<=\babout ))\[[A-Z]{4,}\])"
    r"|\[(?:[a-z]+ ){0,2}(?:no\.|nr\.?|ref\.?|reference|id)\]"
    r"|\[[^\]\n]{0,30}\b(?:KPI|figure|number|amount|value)s? (?:from|of|in|as of|per)\b[^\]\n]{0,30}\]"
    r"|(?-i:\[[a-z][^\]\n]{2,60}\b(?:here|about|later|to come)\b[^\]\n]{0,30}\])"
    r"|<(?:day|month|weekday|figure|name|company|date|time|amount|price|number|title|product|your name|company name)>",
    re.IGNORECASE,
)
# On `bare`: inside quotation marks these may be an example for the customer to fill in.
_OUTSIDE_QUOTES = re.compile(
    r"[(\[]ここに[^()\[\]\n]{1,20}[)\]]|[〇○◯●△](?=[月日円%様社時名件分年])|(?<![0-9時間円日月件名人回分年枚%])×(?=[月日円%様社時名件分年])|[■◆□▲]+(?=月[■◆□▲0-9]|(?:日|円|%|時|様|件)[(をにのはがま、。])|[〇○◯]{2,}|△△+|●●+|◎◎+|★★+|☆☆+|■■+|◆◆+|●(?=[月日円%様社時名件分年])|□□+|×{2,}|(?<![A-Za-z0-9])(?:X{2,}|x{2,}(?=[社様日月円%名]))(?![A-Za-z0-9])|\*\*\*+(?=[様社])"
    r"|\b(?:XX|xx)(?:/XX|/xx|:XX|:xx)\b|(?<=[\s、])[?]{2,}(?=[月日時円%])"
)


def check(proof: Proof) -> Iterator[Finding]:
    """Places that were meant to be filled, in body and subject; sentences in which the letter tells what wrote it."""
    for source in ("subject", "body"):
        text = proof.text(source)
        matches = [*_ALWAYS.finditer(text.plain), *_OUTSIDE_QUOTES.finditer(text.bare)]
        for match in matches:
            if _in_a_help_text(match.group(), proof):
                continue
            why = proof.say("%(words)s was meant to be filled in.", words=match.group())
            hint = proof.say("Put in what belongs there, or leave the sentence out.")
            yield proof.finding(CODES[0], match.span(), why, hint, source)
        for hit in proof.hits("speaks_of_itself", source):
            why = proof.say("The letter speaks of a machine or of its instructions; it is yours.")
            hint = proof.say("Leave the sentence out.")
            yield proof.finding(CODES[0], (hit.start, hit.end), why, hint, source)


def _in_a_help_text(words: str, proof: Proof) -> bool:
    """True for the label of a button, such as (Add item), that a cited help text names."""
    cited = [citation for citation in proof.letter.citations if citation.kind == "help"]
    told = [*(citation.quote for citation in cited), *(proof.letter.material if cited else ())]
    return any(words in plain(text) for text in told)
