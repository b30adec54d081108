"""Dense search: a real Chroma in this process, and an embeddings server that speaks OpenAI's protocol on loopback."""

import json
import logging
import math
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from zlib import crc32

import pytest

from assistant.adapters.vectors import ChromaVectors, embedding_model
from assistant.errors import Unavailable
from assistant.recall.analyse import terms

pytestmark = pytest.mark.anyio
MODEL = "openai:text-embedding-3-small"


def hashed(text: str, size: int = 256) -> list[float]:
    """A text's terms, thrown into so many bins: enough for texts that share words to be near."""
    vector = [0.0] * size
    for term in terms(text):
        vector[crc32(term.encode()) % size] += 1.0
    length = math.sqrt(sum(x * x for x in vector)) or 1.0
    return [x / length for x in vector]


class Server(ThreadingHTTPServer):
    """Embeds by hashing; `asked` holds the texts of every call, `broken` makes it fail."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[list[str]] = []
        self.broken = False


class Handler(BaseHTTPRequestHandler):
    server: Server  # type: ignore[assignment]

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        texts = request["input"] if isinstance(request["input"], list) else [request["input"]]
        self.server.asked.append(texts)
        data = [{"object": "embedding", "index": n, "embedding": hashed(text)} for n, text in enumerate(texts)]
        usage = {"prompt_tokens": 0, "total_tokens": 0}
        answer = {"object": "list", "model": request["model"], "usage": usage, "data": data}
        body = json.dumps(answer).encode()
        self.send_response(500 if self.server.broken else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """A test's output is not the place for a server's log."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{running.server_port}/v1")
        monkeypatch.setenv("OPENAI_API_KEY", "scripted")
        yield running
        running.shutdown()
        thread.join()


TEXTS = {"export.md": "記録をCSVに書き出す", "password.md": "パスワードを忘れた", "photo.md": "写真が添付できない"}


async def test_that_the_nearest_text_scores_highest(server: Server, tmp_path: Path) -> None:
    vectors = ChromaVectors(MODEL, tmp_path)
    await vectors.upsert("help", list(TEXTS), list(TEXTS.values()))
    scores = await vectors.scores("help", "パスワードを忘れてしまった")
    assert max(scores, key=lambda id: scores[id]) == "password.md"
    assert all(0 <= score <= 1 for score in scores.values())
    await vectors.close()


async def test_that_only_changed_texts_are_embedded_again(server: Server, tmp_path: Path) -> None:
    vectors = ChromaVectors(MODEL, tmp_path)
    await vectors.upsert("help", list(TEXTS), list(TEXTS.values()))
    await vectors.upsert("help", list(TEXTS), ["記録を印刷する", *list(TEXTS.values())[1:]])
    assert server.asked[1:] == [["記録を印刷する"]]
    scores = await vectors.scores("help", "記録を印刷する")
    assert scores["export.md"] == pytest.approx(1, abs=1e-4)
    await vectors.close()


async def test_that_one_accounts_shelf_does_not_show_anothers(server: Server, tmp_path: Path) -> None:
    vectors = ChromaVectors(MODEL, tmp_path)
    await vectors.upsert("account-a", ["history:0"], ["値引きの相談"])
    await vectors.upsert("account-b", ["history:7"], ["値引きの相談"])
    assert list(await vectors.scores("account-a", "値引き")) == ["history:0"]
    await vectors.close()


async def test_that_a_dropped_shelf_is_gone_and_may_be_dropped_twice(server: Server, tmp_path: Path) -> None:
    vectors = ChromaVectors(MODEL, tmp_path)
    await vectors.upsert("account-a", ["history:0"], ["値引きの相談"])
    await vectors.drop("account-a")
    await vectors.drop("account-a")
    assert await vectors.scores("account-a", "値引き") == {}
    await vectors.close()


async def test_that_vectors_outlive_the_process_that_made_them(server: Server, tmp_path: Path) -> None:
    first = ChromaVectors(MODEL, tmp_path)
    await first.upsert("help", list(TEXTS), list(TEXTS.values()))
    await first.close()
    second = ChromaVectors(MODEL, tmp_path)
    assert set(await second.scores("help", "写真")) == set(TEXTS)
    assert len(server.asked) == 2
    await second.close()


async def test_that_more_than_one_call_of_chroma_is_made_for_many(server: Server, tmp_path: Path) -> None:
    vectors = ChromaVectors(MODEL, tmp_path)
    ids = [f"history:{n}" for n in range(6_000)]

    class Flat:
        async def aembed_documents(self, texts: list[str]) -> list[list[float]]:
            return [[1.0, crc32(text.encode()) / 2**32] for text in texts]

        async def aembed_query(self, text: str) -> list[float]:
            return [1.0, 0.0]

    vectors._embeddings = Flat()
    await vectors.upsert("account-a", ids, [f"記録{id}" for id in ids])
    assert set(vectors._digests("account-a")) == set(ids)
    assert len(await vectors.scores("account-a", "記録", limit=50)) == 50
    await vectors.close()


async def test_that_a_broken_model_leaves_words_alone_and_says_so(
    server: Server, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    vectors = ChromaVectors(MODEL, tmp_path)
    await vectors.upsert("help", list(TEXTS), list(TEXTS.values()))
    server.broken = True
    with caplog.at_level(logging.WARNING):
        assert await vectors.scores("help", "写真") == {}
    assert "words alone" in caplog.text
    assert vectors.trouble
    with pytest.raises(Unavailable, match="could not be built"):
        await vectors.upsert("help", ["new.md"], ["新しい記事"])
    server.broken = False
    assert await vectors.scores("help", "写真")
    assert vectors.trouble == ""
    await vectors.close()


HOLDER = """
import sys, pathlib
from assistant.adapters.vectors import _lock
held = _lock(pathlib.Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


async def test_that_a_second_process_does_not_write_the_folder(server: Server, tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout and other.stdout.readline() == "held\n"
        vectors = ChromaVectors(MODEL, tmp_path)
        with pytest.raises(Unavailable, match="Another process"):
            await vectors.upsert("help", ["a.md"], ["記事"])
        assert await vectors.scores("help", "記事") == {}
        assert "Another process" in vectors.trouble
        other.communicate()
    await vectors.upsert("help", ["a.md"], ["記事"])
    await vectors.close()


async def test_that_an_unreachable_server_is_a_clear_error(server: Server) -> None:
    vectors = ChromaVectors(MODEL, url="http://127.0.0.1:1")
    with pytest.raises(Unavailable, match="help"):
        await vectors.upsert("help", ["a.md"], ["記事"])
    assert await vectors.scores("help", "記事") == {}


@pytest.mark.parametrize("name", ["nomic:embed", "openai", "openai:"])
def test_that_an_unknown_model_is_refused_by_name(name: str) -> None:
    with pytest.raises(Unavailable, match="TOMONI_EMBEDDINGS"):
        embedding_model(name)


def test_that_a_missing_key_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(Unavailable, match="cannot be used"):
        embedding_model(MODEL)


def test_that_nothing_heavy_is_imported_before_it_is_needed() -> None:
    code = "import sys, assistant.adapters.vectors; print([m for m in ('chromadb', 'langchain_openai') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
