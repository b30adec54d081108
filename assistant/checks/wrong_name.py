"""Nobody is called by another's name: people, their titles, their company, our own signature."""

import re
from collections.abc import Iterator

from assistant.checks.names import TITLES, core, forms, known_people, same_form, spoken_of
from assistant.checks.proof import Proof
from assistant.checks.text import plain
from assistant.domain.draft import Finding

CODES = ("wrong_name",)

_TITLE = "|".join(TITLES)
_SAMA = re.compile(r"(?:様|さま|殿)(?![々式相子])")
_BEFORE_SAMA = re.compile(
    rf"(?P<name>[一-龯々ァ-ヴーA-Za-zぁ-ん]{{1,12}}?(?:[ \u3000・][一-龯々ァ-ヴーぁ-ん]{{1,8}}?)?)(?P<title>{_TITLE})?$"
)
# What may stand before a name in its line: a company, a department.
_HOUSE = r"[^\s。、]{1,24}(?:社|校|園|院|店|人|ー|局|庫|行|合|所|市|町|部|課|室|会|館|荘|屋|様)"
_TITLED = re.compile(
    rf"(?m)^[ \t]*(?:{_HOUSE}[ \u3000])*(?P<name>[一-龯々]{{1,4}}|[ァ-ヴー]{{2,8}})[ \u3000]?(?P<title>{_TITLE})(?:先生)?[、,。 \t]*$"
)
_GREETING = re.compile(
    r"(?m)^[ \t]*(?:Hi|Hello|Hey|Dear|Good (?:morning|afternoon|evening))[ ,]+(?P<name>[A-Z][\w.'-]*(?:(?: and | & |, | )[A-Z][\w.'-]*){0,3})[ \t]*[,.:!–-]?[ \t]*$"
)
_SELF = re.compile(r"(?m)^.{0,30}?(?:の|^)(?P<name>[一-龯々]{1,4})(?:です|でございます|と申します)。")
_COMPANY = re.compile(
    r"(?:株式会社|有限会社|合同会社|医療法人(?:社団|財団)?|学校法人|社会福祉法人)[ \u3000]?(?P<after>[一-龯々ぁ-んァ-ヴーA-Za-z&・]{2,20})"
    r"|(?P<before>[一-龯々ぁ-んァ-ヴーA-Za-z&・]{2,20})(?:株式会社|有限会社|合同会社)"
)
_RANK = re.compile(
    r"社長|会長|専務|常務|部長|次長|課長|係長|主任|班長|所長|店長|支店長|工場長|園長|院長|校長|室長|本部長|理事長|事務長|局長"
)
_TOP_LINES = 8


def check(proof: Proof) -> Iterator[Finding]:
    """Names with 様 or in the greeting that nobody on record has, wrong titles, people who have left, a wrong company."""
    if not proof.to_customer:
        return
    yield from _people(proof)
    yield from _english(proof)
    yield from _spoken_for(proof)
    yield from _company(proof)
    yield from _ourselves(proof)


def _people(proof: Proof) -> Iterator[Finding]:
    known = known_people(proof)
    text = proof.body
    for match, end in _named(text.bare):
        name, start = _bare_name(proof, match)
        if not name or proof.words.says("nobody_in_particular", name):
            continue
        span = (start, end)
        contact = _contact(proof, name) or _with_department(proof, name, match)
        if contact and contact.left and _greeted(proof, match.start()):
            why = proof.say("%(name)s has left, by the record.", name=name)
            yield proof.finding(CODES[0], span, why, proof.say("Write to the contact who is there now."))
        elif contact and (rank := _wrong_rank(match, contact.title)):
            why = proof.say("%(name)s is not %(title)s on record.", name=name, title=rank)
            yield proof.finding(CODES[0], span, why, proof.say("Take the title from the record, or leave it out."))
        elif not contact and same_form(name) not in known and not _spoken(proof, name):
            yield _unknown(proof, name, span)


def _named(text: str) -> Iterator[tuple[re.Match[str], int]]:
    """Words before 様, and a name with its title alone on a line; each with where it ends."""
    for sama in _SAMA.finditer(text):
        # 「深津 壮介 様」: a formal address leaves a space before it.
        end = len(text[: sama.start()].rstrip(" \u3000"))
        if match := _BEFORE_SAMA.search(text, max(0, text.rfind("\n", 0, sama.start()) + 1, end - 22), end):
            yield match, sama.end()
    for match in _TITLED.finditer(text):
        yield match, match.end()


def _unknown(proof: Proof, name: str, span: tuple[int, int]) -> Finding:
    why = proof.say("Nobody called %(name)s is on record or in the message.", name=name)
    return proof.finding(CODES[0], span, why, proof.say("Take the name from the record, in its own characters."))


def _bare_name(proof: Proof, match: re.Match[str]) -> tuple[str, int]:
    """The name without department, title and company before it, and where it begins."""
    name, start = match["name"].rstrip(" \u3000"), match.start("name")
    if _spoken(proof, name):
        return name, start
    # What runs on from a sentence is no name: the particle before it ends the sentence's part.
    cut = max(
        (
            m.end()
            for m in re.finditer(
                r"(?:[はがをにでともやへのたるいくして]|から|より|という)(?=[一-龯々ァ-ヴーA-Z])", name
            )
        ),
        default=0,
    )
    name, start = name[cut:], start + cut
    if proof.words.says("nobody_in_particular", name):
        return "", start
    if re.fullmatch(r"[ぁ-ん]+", name) or (re.search(r"[ぁ-ん]$", name) and same_form(name) not in known_people(proof)):
        return "", start
    pieces = re.split(r"[ \u3000]", name)
    while len(pieces) > 1 and (pieces[0] in TITLES or pieces[0].endswith(TITLES) or _is_ours(proof, pieces[0])):
        start += len(pieces[0]) + 1
        pieces = pieces[1:]
    name = " ".join(pieces)
    while ending := next((t for t in TITLES if name.endswith(t) and len(name) > len(t)), None):
        name = name[: -len(ending)]
    if name.endswith(core(proof.letter.account.name)):
        return "", start  # 「社内ではあけび会様は」: their own name, with the sentence before it
    if name in (*TITLES, "ご", "お") or name.endswith(("部", "課", "室", "係", "チーム", "事務局")):
        return "", start
    return name, start


def _is_ours(proof: Proof, name: str) -> bool:
    """True for the account's own name, or a department on record."""
    account = proof.letter.account
    return core(name) == core(account.name) or any(name in c.department or name in c.title for c in account.contacts)


def _contact(proof: Proof, name: str):
    form = same_form(name)
    return next((c for c in proof.letter.account.contacts if form in set(forms(c.name))), None)


def _with_department(proof: Proof, name: str, match: re.Match[str]):
    """片桐看護部長: somebody on record whose department or longer title runs on into the name."""
    title = match["title"] or ""
    for contact in proof.letter.account.contacts:
        family = plain(contact.name).split()[0]
        if name.startswith(family) and name[len(family) :] + title in plain(
            f"{contact.department}{contact.title}{contact.department}長"
        ):
            return contact
    return None


def _spoken(proof: Proof, name: str) -> bool:
    account, organisation = proof.letter.account, proof.letter.organisation
    companies = (account.name, *organisation.all_names)
    if any(
        core(name) and (core(name) == core(c) or (len(core(name)) > 1 and core(name) in core(c)))
        for c in companies
        if c
    ):
        return True
    return spoken_of(plain(name), (proof.message.plain, *proof.sources, proof.known_text))


def _wrong_rank(match: re.Match[str], title: str) -> str | None:
    """A rank written with the name that the record does not give this person."""
    written = match["title"] if "title" in match.re.groupindex else None
    if not written or not title or not _RANK.search(written) or not _RANK.search(plain(title)):
        return None
    return None if written in plain(title) or plain(title) in written else written


def _greeted(proof: Proof, at: int) -> bool:
    return proof.body.plain[:at].count("\n") < _TOP_LINES and len(proof.body.plain[:at]) < 120


def _english(proof: Proof) -> Iterator[Finding]:
    known = known_people(proof)
    match = _GREETING.search(proof.body.plain)
    if not match:
        return
    for piece in re.finditer(r"[A-Z][\w'-]*", match["name"]):
        name = piece.group()
        start = match.start("name") + piece.start()
        if proof.words.says("nobody_in_particular", name) or same_form(name) in known:
            contact = _contact(proof, name)
            if contact and contact.left:
                why = proof.say("%(name)s has left, by the record.", name=name)
                hint = proof.say("Write to the contact who is there now.")
                yield proof.finding(CODES[0], (start, start + len(name)), why, hint)
            continue
        whole = core(proof.letter.account.name)
        if same_form(name) not in whole and not _spoken(proof, name):
            yield _unknown(proof, name, (start, start + len(name)))


def _spoken_for(proof: Proof) -> Iterator[Finding]:
    """Somebody who is said to have said something, in English, is on record or in the message."""
    known = known_people(proof)
    for match in re.finditer(r"(?:^|[.!?]\s+|\n)(?P<name>[A-Z][a-z]{2,})(?=\s+\w)", proof.body.bare):
        name, after = match["name"], proof.body.bare[match.end() : match.end() + 24]
        said = next(proof.words.found("says_of_somebody", after), None)
        if not said or said.start() > 1 or proof.words.says("nobody_in_particular", name):
            continue
        if same_form(name) not in known and not _spoken(proof, name):
            yield _unknown(proof, name, match.span("name"))


def _company(proof: Proof) -> Iterator[Finding]:
    """In the lines of the address, the company is the account's."""
    text = proof.body.plain
    address = "\n".join(text.split("\n")[:3])
    ours = {
        core(proof.letter.account.name),
        *map(core, proof.letter.organisation.all_names),
    }
    for match in _COMPANY.finditer(address):
        line = text[text.rfind("\n", 0, match.start()) + 1 :].split("\n")[0]
        if re.search(r"です|ます|ません|した", line):
            continue
        name = core(match["after"] or match["before"])
        if not any(name and c and (name.startswith(c) or c.startswith(name)) for c in ours):
            why = proof.say("The letter is addressed to another company than the account's.")
            yield proof.finding(CODES[0], match.span(), why, proof.say("Take the company's name from the record."))


def _ourselves(proof: Proof) -> Iterator[Finding]:
    """The letter introduces and signs the account's own CSM (a warning: a colleague may stand in)."""
    owner = proof.letter.account.owner
    if not owner or not re.search(r"[一-龯々]", owner.name):
        return
    ours = {same_form(n) for n in (owner.name, *owner.name.split())}
    # A colleague whom the record names, or who has written in it, signs as well.
    ours |= {same_form(e.by) for e in (*proof.letter.account.history, *proof.letter.private) if e.by}

    def told(name: str) -> bool:
        return name in same_form(proof.known_text)

    organisation = proof.letter.organisation
    companies = (*organisation.all_names, *filter(None, map(core, organisation.all_names)))
    why, hint = proof.say("The record names another CSM for this account."), proof.say("Check who signs.")
    for match in _SELF.finditer(proof.body.plain[:160]):
        line = match.group().strip()
        introduced = line.startswith(tuple(f"{c}の" for c in companies)) or line.startswith(match["name"])
        name = same_form(match["name"])
        known = any(name in o or o in name for o in ours) or told(name)
        if introduced and not known and len(line) < 30:
            yield proof.finding(CODES[0], match.span("name"), why, hint, severity="warn")
    lines = [m for m in re.finditer(r"(?m)^.+$", proof.body.plain)]
    last = lines[-1] if lines else None
    if last and re.fullmatch(r"\s*[一-龯々]{1,4}[ \u3000]?[一-龯々ぁ-ん]{1,4}\s*", last.group()):
        name = same_form(last.group())
        if name not in ours and not any(name in o or o in name for o in ours) and len(name) > 1 and not told(name):
            yield proof.finding(CODES[0], last.span(), why, hint, severity="warn")
