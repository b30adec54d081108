"""Words that say nothing about what a text is about."""

_ENGLISH = """
a about after again all also am an and any are aren't as at be because been before being best both but by can can't
cannot could couldn't dear did didn't do does doesn't doing don't done each else even ever every for from further
get gets getting go goes going got had has have haven't having he hello help hence her here hers hey hi him his how
i i'd i'll i'm i've if in into is isn't it it's its itself just keep kind kindly know let let's like make many may
me might mine more most much must my myself need needs no nor not now of off ok on once one only or other our ours
out over own please quite rather re really regards same say says see shall she should since so some someone
something soon still such sure team tell than thank thanks that that's the their theirs them then there there's
these they they're thing things this those through to today too try trying under until up us use used using very
want wants was wasn't we we'd we'll we're we've well were weren't what what's when where which while who whom
whose why will with within without won't would wouldn't yes yet you you'd you'll you're you've your yours
"""

# As UniDic writes its lemmas.
_LEMMAS = """
こう さん そう ため だけ ちょっと どう まだ もう よう ら 上 下 下さる 世話 中 事 人 今 今日 仕舞う 付く
位 何 何れ 何処 何時 使う 使用 例えば 入る 其れ 内 出る 出来る 分かる 利用 前 又 又は 及び 取る 君
呉れる 困る 場合 大変 失礼 存ずる 宜しい 宜しく 少し 居る 彼れ 後 御 御座る 必要 思う 成る 所 持つ 掛かる 掛ける
教える 方 明日 昨日 是非 時 有り難い 有り難う 有る 本当 来る 様 此れ 済みません 済む 為 為る 無い 物 申す
的 相談 知る 程 積もり 筈 等 置く 聞く 致す 良い 行く 見る 言う 訳 誠 誰 貰う 質問 迚も 通り 達 遣る
間 頂く 願う
"""

EMPTY_WORDS = frozenset(_ENGLISH.split())
EMPTY_LEMMAS = frozenset(_LEMMAS.split())
