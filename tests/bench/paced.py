"""A model server for the benches, in a process of its own: letters at an even pace, each piece's moment on record.

Run as `python -m tests.bench.paced`; it says its address. What a request wants stands in the customer's words (`Asked`).
"""

import asyncio
import json
import random
import re
import time
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

import uvloop

from tests.bench.speaking import converse, send_json, serve

PACE = 40  # pieces a second
_PIECES = (3, 4, 3, 4, 2)  # characters, in turn
_PART = 80  # pieces of a part, about
# What stands before the letter's first character comes faster than the letter, so that no bench waits for it.
_HASTE = 4
_PATIENCE = 60.0
_SENTENCES = (
    "いただいたご連絡を拝読し、社内で状況を確かめております。",
    "現場の皆さまが迷わず記録を残せることを、何より大切に考えております。",
    "点検の記録が一か所に集まると、引き継ぎの手間が減ってまいります。",
    "朝の短い打ち合わせで画面を一緒に見ていただくと、見落としに早く気づけます。",
    "写真と記録が並ぶことで、後から見る方にも様子が伝わります。",
    "これまでのお取り組みが実を結びつつあることを、うれしく拝見しております。",
    "進め方につきましては、皆さまのご事情に合わせて一緒に考えさせてください。",
    "ご不明な点がございましたら、どうぞ遠慮なくお知らせください。",
    "お話を伺いながら、順を追って具体的に整理してまいります。",
    "担当の方のお考えもあわせて伺えますと、ご提案の精度が上がります。",
)
_ENGLISH = (
    "We have read your note and are looking into where things stand. ",
    "What matters most to us is that people on site can keep their records without a second thought. ",
    "Once the records are in one place, handing over takes less effort. ",
    "Looking at the screen together in the morning makes it easier to notice what was missed. ",
    "With photographs beside the notes, those who read them later can follow what happened. ",
    "It is a pleasure to see the work of your people bear fruit. ",
    "Let us think about the way forward together, in the light of your circumstances. ",
    "Please let us know about anything that is unclear. ",
    "We will put things in order step by step as we hear from you. ",
    "Hearing from those who do the work would make our suggestions better. ",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request wants: whose letter, in how many pieces, after how many requests of the same run have come."""

    run: int
    letter: int
    pieces: int
    together: int = 1

    def __str__(self) -> str:
        return f"R{self.run}L{self.letter}P{self.pieces}T{self.together}"

    @classmethod
    def found(cls, body: bytes) -> "Asked":
        """The first that stands in a request's body."""
        match = re.search(rb"R(\d+)L(\d+)P(\d+)T(\d+)", body)
        assert match, "This server answers only requests of the benches."
        return cls(*(int(number) for number in match.groups()))


@dataclass(frozen=True, slots=True)
class Letter:
    """An answer in pieces; `said` is how many characters of the letter itself have come with each piece."""

    pieces: tuple[str, ...]
    parts: tuple[str, ...]
    said: tuple[int, ...]

    @property
    def answer(self) -> str:
        return "".join(self.pieces)

    @property
    def words(self) -> str:
        return "".join(self.parts)


@cache
def letter(number: int, pieces: int, english: bool = False) -> Letter:
    """The letter of a number: no two alike, of about so many pieces."""
    sentences, opening = (_ENGLISH, "") if english else (_SENTENCES, "さて、")
    chance, parts = random.Random(number), max(1, pieces // _PART)
    length = (pieces * sum(_PIECES) // len(_PIECES) - 60) // parts - 60
    answer, texts, spans = '{"parts": [', [], []
    for part in range(parts):
        text = opening + chance.choice(sentences)
        while len(text) < length:
            text += chance.choice(sentences)
        covers = list(range(1, 16)) if part == 0 else []
        answer += ", " * bool(part) + f'{{"kind": "value", "covers": {covers}, "cites": [], "text": "'
        spans.append(range(len(answer), len(answer) + len(text)))
        answer += text + '"}'
        texts.append(text)
    answer += '], "subject": ""}'
    cut = _cut(answer)
    said = tuple(sum(min(max(end - s.start, 0), len(s)) for s in spans) for end in accumulate(map(len, cut)))
    return Letter(cut, tuple(texts), said)


def _cut(text: str) -> tuple[str, ...]:
    pieces, at = [], 0
    while at < len(text):
        size = _PIECES[len(pieces) % len(_PIECES)]
        pieces.append(text[at : at + size])
        at += size
    return tuple(pieces)


class Server:
    """The OpenAI protocol as far as the benches need it. GET /sent tells, and forgets, when each piece was sent."""

    def __init__(self) -> None:
        self._sent: dict[str, list[float]] = {}
        self._other = 0
        self._come: dict[int, int] = {}
        self._all: dict[int, asyncio.Event] = {}

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, with as many requests as come."""

        async def respond(head: bytes, body: bytes) -> bool:
            if head.startswith(b"GET /sent"):
                send_json(writer, {"sent": self._sent, "other": self._other})
                self._sent, self._other = {}, 0
                return False
            await self._chat(writer, body)
            return True

        await converse(reader, writer, respond)

    async def _chat(self, writer: asyncio.StreamWriter, body: bytes) -> None:
        asked, request = Asked.found(body), json.loads(body)
        said = letter(asked.letter, asked.pieces)
        usage = {"prompt_tokens": len(body) // 4, "completion_tokens": asked.pieces, "total_tokens": asked.pieces}
        head = {"id": "chatcmpl-1", "created": 1, "model": request.get("model", "")}
        if not request.get("stream") or str(asked) in self._sent:
            self._other += 1
            choice = {"index": 0, "message": {"role": "assistant", "content": said.answer}, "finish_reason": "stop"}
            return send_json(writer, {**head, "object": "chat.completion", "choices": [choice], "usage": usage})
        head["object"] = "chat.completion.chunk"

        def send(*choices: dict[str, object], **more: object) -> None:
            data = f"data: {json.dumps({**head, 'choices': choices, **more}, ensure_ascii=False)}\n\n".encode()
            writer.write(b"%x\r\n%b\r\n" % (len(data), data))

        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n")
        send({"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": None})
        sent = self._sent[str(asked)] = []
        await self._together(asked)
        # Models do not write in step: each begins somewhere within the second.
        due = time.monotonic() + (random.random() if asked.together > 1 else 0.1)
        for piece, so_far in zip(said.pieces, said.said, strict=True):
            await asyncio.sleep(due - time.monotonic())
            due += 1 / PACE if so_far else 1 / PACE / _HASTE
            if writer.is_closing():
                return
            sent.append(time.monotonic())
            send({"index": 0, "delta": {"content": piece}, "finish_reason": None})
        send({"index": 0, "delta": {}, "finish_reason": "stop"})
        send(usage=usage)
        writer.write(b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n")

    async def _together(self, asked: Asked) -> None:
        come = self._come[asked.run] = self._come.get(asked.run, 0) + 1
        all_come = self._all.setdefault(asked.run, asyncio.Event())
        if come >= asked.together:
            all_come.set()
        async with asyncio.timeout(_PATIENCE):
            await all_come.wait()


if __name__ == "__main__":
    uvloop.run(serve(Server().answer))
