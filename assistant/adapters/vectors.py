"""Dense search with Chroma and an embedding model: only where TOMONI_EMBEDDINGS names one.

Chroma and the model's library take seconds to import, so both are imported at first use. The vectors are an index
derived from the records: where they fail, search goes on with words alone, and says so in the log.
"""

import asyncio
import hashlib
import logging
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Protocol, TypeVar

from assistant.errors import Unavailable

# Chroma takes 5,461 rows a call; HNSW finds every true neighbour with 200 candidates and nine in ten with its default.
BATCH = 5_000
CANDIDATES = 200
# OpenAI's embedding models take 8,191 tokens; a character of Japanese is about one, and counting would mean a download.
LONGEST = 6_000
SECONDS = 10.0

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")


class Embeddings(Protocol):
    """What is needed of an embedding model: LangChain's own interface."""

    async def aembed_documents(self, texts: list[str]) -> list[list[float]]: ...
    async def aembed_query(self, text: str) -> list[float]: ...


def embedding_model(name: str, environment: Mapping[str, str] | None = None) -> Embeddings:
    """The model that a setting `provider:model` names, with the key and address of `environment`, else the process's.

    Raises:
        Unavailable: the provider is not known, or its key is missing.
    """
    provider, _, model = name.partition(":")
    if provider != "openai" or not model:
        raise Unavailable("TOMONI_EMBEDDINGS must be `openai:` and a model's name, not %(name)s.", {"name": name})
    from langchain_openai import OpenAIEmbeddings
    from pydantic import SecretStr

    found = os.environ if environment is None else environment
    key = SecretStr(found["OPENAI_API_KEY"]) if found.get("OPENAI_API_KEY") else None
    try:
        # Without `check_embedding_ctx_length=False` tiktoken would download its tables.
        return OpenAIEmbeddings(
            model=model, check_embedding_ctx_length=False, chunk_size=128, max_retries=1, timeout=SECONDS,
            api_key=key, base_url=found.get("OPENAI_BASE_URL"),
        )  # fmt: skip
    except Exception as error:
        raise Unavailable(
            "The embedding model %(name)s cannot be used: %(why)s", {"name": name, "why": error}
        ) from error


def _lock(folder: Path) -> IO[bytes]:
    """Holds the folder for this process until the file is closed: two writers would destroy it without a word."""
    folder.mkdir(parents=True, exist_ok=True)
    file = (folder / "writer.lock").open("ab")
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise Unavailable(
            "Another process has the folder of the vectors open: %(folder)s", {"folder": folder}
        ) from error
    return file


class ChromaVectors:
    """Vectors in Chroma: in this process in a folder of its own, or on a server.

    Every shelf is a collection of its own (an account's is named after it), so nothing is found across accounts, and
    so is every model: vectors of two models do not compare.

    Args:
        model: the name of the embedding model, as in the settings.
        embeddings: the model itself, or None to make it from its name at first use.
        folder: where Chroma keeps its files; held by one process at a time.
        url: a Chroma server instead of the folder.
        environment: keys and addresses of providers; the process's own where None.
    """

    def __init__(
        self, model: str, folder: Path | None = None, url: str | None = None, embeddings: Embeddings | None = None,
        environment: Mapping[str, str] | None = None,
    ):  # fmt: skip
        self._environment = environment
        self._model = model
        self._embeddings = embeddings
        self._folder = folder
        self._url = url
        self._client: Any = None
        self._held: IO[bytes] | None = None
        self._one = asyncio.Lock()
        self.trouble = ""

    def _open(self) -> Any:
        if self._client is None:
            import chromadb
            from chromadb.config import Settings

            quiet = Settings(anonymized_telemetry=False)
            if self._url:
                address = self._url.removeprefix("https://").removeprefix("http://").rstrip("/")
                secure = self._url.startswith("https://")
                host, _, port = address.partition(":")
                number = int(port or (443 if secure else 8000))
                self._client = chromadb.HttpClient(host=host, port=number, ssl=secure, settings=quiet)
            elif self._folder:
                self._held = _lock(self._folder)
                self._client = chromadb.PersistentClient(path=str(self._folder / "chroma"), settings=quiet)
            else:
                self._client = chromadb.EphemeralClient(settings=quiet)
        return self._client

    def _name(self, shelf: str) -> str:
        return f"{shelf}-{hashlib.sha256(self._model.encode()).hexdigest()[:8]}"

    def _collection(self, shelf: str) -> Any:
        # The embedding function is given as None: Chroma's own would download a model.
        return self._open().get_or_create_collection(
            self._name(shelf),
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "ef_search": CANDIDATES}},
        )

    async def _in_thread(self, work: Callable[..., _Result], *values: Any) -> _Result:
        """Runs Chroma's blocking work beside the event loop, one piece at a time."""
        async with self._one:
            return await asyncio.to_thread(work, *values)

    def _read_model(self) -> Embeddings:
        if self._embeddings is None:
            self._embeddings = embedding_model(self._model, self._environment)
        return self._embeddings

    async def upsert(self, shelf: str, ids: Sequence[str], texts: Sequence[str]) -> None:
        """Adds these texts to the shelf, or replaces them; only what is new or changed is embedded.

        Raises:
            Unavailable: the model or the store cannot be reached, or another process holds the folder.
        """
        try:
            await self._upsert(shelf, dict(zip(ids, (text[:LONGEST] for text in texts), strict=True)))
        except Unavailable:
            raise
        except Exception as error:
            raise Unavailable("The vectors of %(shelf)s could not be built: %(why)s",
                              {"shelf": shelf, "why": error}) from error  # fmt: skip

    async def _upsert(self, shelf: str, wanted: dict[str, str]) -> None:
        digests = {id: hashlib.sha256(text.encode()).hexdigest() for id, text in wanted.items()}
        known = await self._in_thread(self._digests, shelf)
        fresh = [id for id in wanted if known.get(id) != digests[id]]
        for start in range(0, len(fresh), BATCH):
            ids = fresh[start : start + BATCH]
            vectors = await self._read_model().aembed_documents([wanted[id] for id in ids])
            marks = [{"digest": digests[id]} for id in ids]
            await self._in_thread(
                lambda ids=ids, vectors=vectors, marks=marks: self._collection(shelf).upsert(
                    ids=ids, embeddings=vectors, metadatas=marks
                )
            )

    def _digests(self, shelf: str) -> dict[str, str]:
        held = self._collection(shelf).get(include=["metadatas"])
        return {id: str(mark["digest"]) for id, mark in zip(held["ids"], held["metadatas"], strict=True)}

    async def scores(self, shelf: str, query: str, limit: int = 50) -> dict[str, float]:
        """Cosine similarity, 0 to 1, of the nearest texts by id; empty where the vectors fail.

        A failure is written to the log and kept in `trouble` (for `tomoni doctor`); search goes on with words alone.
        """
        try:
            async with asyncio.timeout(SECONDS):
                vector = await self._read_model().aembed_query(query[:LONGEST])
                found = await self._in_thread(self._nearest, shelf, vector, limit)
        except Exception as error:
            self.trouble = str(error) or type(error).__name__
            _log.warning("Search by meaning failed, words alone are used: %s", self.trouble)
            return {}
        self.trouble = ""
        return found

    def _nearest(self, shelf: str, vector: list[float], limit: int) -> dict[str, float]:
        collection = self._collection(shelf)
        if not (count := collection.count()):
            return {}
        found = collection.query(query_embeddings=[vector], n_results=min(limit, count), include=["distances"])
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return {id: min(max(1.0 - float(distance), 0.0), 1.0) for id, distance in pairs}

    async def drop(self, shelf: str) -> None:
        """Forgets a shelf (an account was deleted); one that is not there is no error.

        Raises:
            Unavailable: the store cannot be reached.
        """
        from chromadb.errors import NotFoundError

        try:
            await self._in_thread(lambda: self._open().delete_collection(self._name(shelf)))
        except NotFoundError:
            return
        except Unavailable:
            raise
        except Exception as error:
            raise Unavailable("The vectors of %(shelf)s could not be deleted: %(why)s",
                              {"shelf": shelf, "why": error}) from error  # fmt: skip

    async def close(self) -> None:
        """Closes Chroma and lets another process have the folder."""
        async with self._one:
            if self._client is not None:
                await asyncio.to_thread(self._client.close)
                self._client = None
            if self._held is not None:
                self._held.close()
                self._held = None
