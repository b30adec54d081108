"""What the red pen says of a CSM's own words, as Slack shows it."""

from collections.abc import Mapping

from api.slack import kit
from api.slack.kit import Block, escaped, shortened
from api.slack.showing import words_again
from assistant.domain.review import Remark, Review
from assistant.texts import Say

_REMARKS = 20


def title(name: str, say: Say) -> str:
    """What a notification shows."""
    return say("Your draft for %(name)s", name=escaped(shortened(name, 100)))


def review_blocks(review: Review, name: str, message: str, say: Say) -> list[Block]:
    """Findings with what would stand there instead, what is good, the text with all changes."""
    titles = {citation.id: citation.title for citation in review.citations}
    made = [kit.header(name), *words_again(message, say), kit.divider()]
    lines = [_remark(remark, titles, say) for remark in review.findings[:_REMARKS]]
    made += kit.listing(say("Findings"), lines) if lines else [kit.section(say("Nothing stands out."))]
    if review.good:
        made += kit.listing(say("What is good"), [f"• {escaped(words)}" for words in review.good])
    if review.findings:
        made += [kit.divider(), kit.section(f"*{say('With all changes')}*"), *kit.sections(review.rewrite)]
    return [*made, kit.context(escaped(shortened(review.fallback, 400)))] if review.fallback else made


def _remark(remark: Remark, titles: Mapping[str, str], say: Say) -> str:
    sign = ":no_entry:" if remark.severity == "block" else ":warning:"
    quote = say("“%(quote)s”", quote=shortened(remark.quote, 120)) if remark.quote else ""
    line = f"{sign} {escaped(f'{quote} {shortened(remark.why, 400)}'.strip())}"
    instead = say("(cut)") if remark.suggestion == "" else remark.suggestion or remark.advice
    if instead:
        line += f"\n→ {escaped(shortened(instead, 400))}"
    cited = " · ".join(titles[id] for id in remark.citations if id in titles)
    return f"{line}\n_({escaped(shortened(cited, 150))})_" if cited else line
