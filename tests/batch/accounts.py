"""Synthetic customers of one vendor: the same product and the same kinds of projects, as different as real records are.

Made by a seed, so that customer 17 is the same in every run. Names are invented.
"""

from datetime import date, timedelta
from random import Random
from typing import Any

TODAY = date(2026, 11, 24)
ORGANISATION: dict[str, Any] = {
    "name": "株式会社トウダイソフト", "short_name": "トウダイソフト", "language": "ja",
    "purpose": {"ja": "現場の手を空ける", "en": "to free the hands of people on site"},
    "signature": {
        "ja": "株式会社トウダイソフト カスタマーサクセス部\n電話 03-0000-0100(平日9時から18時)",
        "en": "Customer Success, Todai Software Inc.\nPhone +81 3 0000 0100",
    },
    "policy": {"approver": "営業統括部長"},
}  # fmt: skip
_SURNAMES = ["朝倉", "五十嵐", "石動", "伊吹", "入江", "岩切", "魚住", "海老原", "大隈", "岡部", "長田", "小野寺", "柿沼", "梶原", "門脇", "神谷", "北条", "木幡", "久我", "葛西", "熊谷", "栗林", "黒須", "桑名", "古賀", "小泉", "越智", "佐伯", "榊", "桜庭", "佐竹", "塩見", "宍戸", "芝", "島津", "白石", "菅原", "須藤", "瀬川", "曽我", "高梨", "田辺", "谷口", "玉木", "千葉", "津田", "土屋", "手塚", "寺田", "戸田", "富樫", "内藤", "中条", "永井", "成瀬", "新田", "西尾", "野上", "長谷川", "服部", "花田", "早瀬", "原口", "日高", "平井", "深谷", "藤代", "船越", "星野", "堀江", "本多", "前川", "牧野", "真田", "松浦", "三上", "水野", "三宅", "村井", "森", "八木", "矢野", "山県", "結城", "横尾", "吉永", "若林", "渡会"]  # fmt: skip
_GIVEN = ["葵", "彰", "歩", "泉", "栄治", "和也", "薫", "恭子", "慶太", "浩司", "早苗", "茂", "純", "翔太", "慎", "澄子", "隆", "千尋", "努", "徹", "直樹", "望", "春香", "弘", "文子", "誠", "真紀", "美咲", "恵", "康夫", "裕", "由美", "陽子", "亮", "玲子"]  # fmt: skip
_FIRST = ["Alan", "Beth", "Carla", "Derek", "Elena", "Farid", "Grace", "Henry", "Ingrid", "Jonas", "Kate", "Liam", "Mona", "Niall", "Olive", "Priya", "Quentin", "Ruth", "Sana", "Tom", "Una", "Victor", "Wendy", "Yusuf", "Zoe"]  # fmt: skip
_LAST = ["Abbott", "Barlow", "Corrie", "Dunmore", "Ellwood", "Farrant", "Gough", "Hexham", "Ibbot", "Jessop", "Kerr", "Lomax", "Mercer", "Nairn", "Oakes", "Pryce", "Quill", "Rudd", "Strand", "Tully", "Upton", "Vane", "Wray", "Yarrow"]  # fmt: skip
_PLACES = ["青葉", "秋津", "浅間", "東", "有明", "池上", "和泉", "入船", "上野", "梅原", "大沢", "沖", "尾崎", "春日", "片瀬", "桂", "金沢", "川端", "北", "霧島", "倉橋", "小浜", "小松", "坂下", "桜", "潮見", "清水", "白川", "新町", "杉並", "関", "高砂", "滝野", "立花", "谷", "常盤", "中", "長浜", "西", "根岸", "能代", "羽根", "浜", "日の出", "平野", "藤沢", "船橋", "堀", "本町", "前橋", "松原", "三崎", "水沢", "南", "宮前", "美園", "柳", "山手", "吉野", "若葉"]  # fmt: skip
_TRADES = (
    ("株式会社{}食品", "食品製造", "company"), ("{}運輸株式会社", "運送", "company"), ("株式会社{}工務店", "建設", "company"),
    ("{}信用金庫", "金融", "shinkin"), ("医療法人{}会 {}病院", "医療", "hospital"), ("学校法人{}学園", "教育", "school"),
    ("{}商店", "小売", "shop"), ("有限会社{}製作所", "金属加工", "company"), ("一般社団法人{}観光協会", "観光", "association"),
    ("株式会社{}ホテル", "宿泊", "company"),
)  # fmt: skip
_EN_TRADES = (
    ("{} Foods Ltd", "food production"), ("{} Freight Inc", "freight"), ("{} & Sons Builders", "construction"),
    ("{} Community Hospital", "healthcare"), ("{} Hotels Ltd", "hospitality"), ("{} Joinery", "joinery"),
)  # fmt: skip
_PROJECTS = ("勤怠システムの導入", "点検記録の電子化", "受発注のペーパーレス化")
_EN_PROJECTS = ("Timesheets off paper", "Digital inspection records", "Orders without paper")
_GOALS = (
    ("月次の締めを{target}営業日で終える", "月次締めの所要日数", "営業日", (12, 8), (8, 4)),
    ("報告書を{target}日以内に出す", "報告書の提出までの日数", "日", (9, 5), (5, 1)),
    ("月の手直しを{target}件以下にする", "手直しの件数(月)", "件", (60, 20), (20, 4)),
    ("受注の{target}%を当日に処理する", "当日に処理した受注の割合", "%", (30, 55), (60, 96)),
)
_EN_GOALS = (
    ("Close the month in {target} working days", "working days to close the month", "working days", (12, 8), (8, 4)),
    ("Answer {target}% of requests the same day", "share answered the same day", "%", (30, 55), (60, 96)),
    ("No more than {target} corrections a month", "corrections a month", "corrections", (60, 20), (20, 4)),
)
_DEEDS = (
    "{place}の担当者全員に使い方を実演した", "{place}の様式を{n}種から1種にまとめた", "{place}で反対していた班に自分で説明に回った",
    "毎朝の朝礼で{place}の数字を読み上げた", "{place}の入力の締切を前日の{n}時にそろえた", "試験運用の{n}日間、{place}に毎日足を運んだ",
    "{place}の古い記録を{n}年分さかのぼって移した", "{place}の手順書を{n}枚から1枚に縮めた",
)  # fmt: skip
_EN_DEEDS = (
    "walked every crew at {place} through it in person", "cut {n} forms at {place} down to one",
    "spent {n} days at {place} during the trial", "read the figures of {place} out every Monday",
    "moved {n} years of old records at {place}", "rewrote the {place} handbook on a single page",
)  # fmt: skip
_SITES = ("本社", "第一工場", "東倉庫", "西営業所", "港支店", "北棟", "南棟", "駅前店", "研修所", "配送センター", "受付", "夜勤帯", "経理課", "製造2課", "外来")  # fmt: skip
_EN_SITES = ("head office", "the north plant", "the depot", "Harbour Street", "the night shift", "the east wing", "reception", "the loading bay", "the second line")  # fmt: skip
_RESULTS = ("全{n}拠点で稼働", "{n}部署で紙の台帳を終了", "{site}で二重入力を終了", "{n}名が毎日利用")
_EN_RESULTS = ("in use at all {n} sites", "{n} departments off paper", "{n} people use it every day", "no more double entry at {site}")  # fmt: skip


def account(number: int, seed: int = 1, language: str | None = None, rich: float = 0.75) -> dict[str, Any]:
    """Customer `number` as a record. `rich` is how likely each piece of the record is there."""
    random = Random(f"{seed}:{number}")
    spoken = language or ("en" if random.random() < 0.3 else "ja")
    made = _english(number, random) if spoken == "en" else _japanese(number, random)
    owner = random.randrange(12)
    done = TODAY - timedelta(days=random.choice((5, 11, 24, 25, 40, 54)))
    texts = made.pop("_texts")
    return made | {
        "language": spoken,
        "owner": {
            "name": f"{_SURNAMES[owner]} {_GIVEN[owner]}", "name_latin": f"{_FIRST[owner]} {_LAST[owner]}",
            "email": f"csm{owner}@todai.example", "phone": f"070-0000-{owner:04d}" if spoken == "ja" else f"+81 70 0000 {owner:04d}",
        },
        "contract": {
            "product": "トウダイ" if spoken == "ja" else "Todai", "start": "2026-01-01", "renewal": "2027-06-30",
            "annual_price": random.randrange(30, 300) * 10_000, "currency": "JPY", "tax": "excluded",
        },
        "goals": [_goal(random, texts["goals"])] if random.random() < rich else [],
        "outcomes": [_outcome(random, made["contacts"][0]["name"], spoken)] if random.random() < rich * 0.7 else [],
        "history": _history(random, texts, done, rich),
        "project": {
            "name": random.choice(texts["projects"]), "status": "completed", "completed": done.isoformat(),
            "results": _results(random, texts) if random.random() < rich else [],
        },
    }  # fmt: skip


def _name(number: int, names: list[str], sides: tuple[str, ...], glue: str) -> str:
    """A name of its own for each number (without digits), as long as there are names."""
    first, rest = names[number % len(names)], number // len(names)
    second, side = names[rest % len(names)], sides[rest // len(names) % len(sides)]
    return glue.join(n for n in (side, first, second) if n)


def _japanese(number: int, random: Random) -> dict[str, Any]:
    form, industry, kind = random.choice(_TRADES)
    surname = random.choice(_SURNAMES)
    title = random.choice(("部長", "課長", "係長", "主任", "室長"))
    name = _name(number, _PLACES, ("", "東", "西", "南", "北", "中央", "新", "本"), "")
    return {
        "id": f"c-{number:06d}", "name": form.format(name, name), "kind": kind, "industry": industry,
        "contacts": [{"name": f"{surname} {random.choice(_GIVEN)}", "title": title, "role": "decision_maker"}],
        "_texts": {
            "projects": _PROJECTS, "goals": _GOALS, "sites": _SITES, "results": _RESULTS, "milestone": "全体で利用を開始。",
            "deed": f"{surname}{title}が{random.choice(_DEEDS)}。", "meeting": "定例会。進め方を確認。",
        },
    }  # fmt: skip


def _english(number: int, random: Random) -> dict[str, Any]:
    form, industry = random.choice(_EN_TRADES)
    first, last = random.choice(_FIRST), random.choice(_LAST)
    return {
        "id": f"c-{number:06d}", "name": form.format(_name(number, _LAST, ("", "North", "South", "East", "West", "Lower", "Upper", "Old", "New"), " ")), "industry": industry,
        "contacts": [{"name": f"{first} {last}", "title": "Operations Manager", "role": "decision_maker"}],
        "_texts": {
            "projects": _EN_PROJECTS, "goals": _EN_GOALS, "sites": _EN_SITES, "results": _EN_RESULTS,
            "milestone": "Rollout began.", "deed": f"{first} {random.choice(_EN_DEEDS)}.", "meeting": "Review. Next steps agreed.",
        },
    }  # fmt: skip


def _goal(random: Random, goals: tuple) -> dict[str, Any]:
    statement, kpi, unit, begins, aims = random.choice(goals)
    baseline, target = random.randint(*sorted(begins)), random.randint(*sorted(aims))
    current = target if random.random() < 0.25 else round(baseline + (target - baseline) * random.uniform(0.4, 0.95), 1)
    return {
        "id": "g1", "statement": statement.format(target=target), "kpi": kpi, "unit": unit, "baseline": baseline,
        "target": target, "current": current, "as_of": "2026-10-20", "source": random.choice(("2026年10月 定例会議事録", "完了報告書")),
    }  # fmt: skip


def _outcome(random: Random, contact: str, language: str) -> dict[str, Any]:
    hours = random.randrange(8, 90)
    statement, basis = ("転記にかかる時間の削減", f"月{hours}時間 × 時給2,800円 × 12か月")
    if language == "en":
        statement, basis = "Time no longer spent retyping", f"{hours} hours a month x 2,800 yen x 12"
    return {
        "id": "o1", "statement": statement, "annual_value": hours * 2800 * 12, "currency": "JPY", "nature": "hours",
        "basis": basis, "as_of": "2026-10-20", "confirmed_by": contact if random.random() < 0.5 else "",
    }  # fmt: skip


def _history(random: Random, texts: dict[str, Any], done: date, rich: float) -> list[dict[str, Any]]:
    site, n = random.choice(texts["sites"]), random.randrange(2, 19)
    entries = [{"date": (done - timedelta(days=230)).isoformat(), "kind": "milestone", "text": texts["milestone"]}]
    if random.random() < rich:
        day = done - timedelta(days=random.randrange(20, 200))
        entries.append({"date": day.isoformat(), "kind": "meeting", "text": texts["deed"].format(place=site, n=n)})
    entries.append({"date": (done - timedelta(days=9)).isoformat(), "kind": "meeting", "text": texts["meeting"]})
    return entries


def _results(random: Random, texts: dict[str, Any]) -> list[str]:
    chosen = random.sample(texts["results"], random.choice((1, 2)))
    return [text.format(n=random.randrange(2, 40), site=random.choice(texts["sites"])) for text in chosen]
