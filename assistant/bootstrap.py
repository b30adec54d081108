"""Settings in, a ready coach out: the only place that picks a vendor."""

from assistant import kept
from assistant.casework import Desk, Today
from assistant.checks.lexicon import Lexicon
from assistant.closed_days import ClosedDays
from assistant.coach import Coach
from assistant.knowledge_base import KNOWLEDGE, PROMPTS, KnowledgeBase, yaml_in
from assistant.own_name import OwnName
from assistant.ports import Model, Vectors
from assistant.prompt_library import PromptLibrary
from assistant.recall.analyse import VERSION
from assistant.recall.index import build
from assistant.recalling import Shelves
from assistant.red_pen.learned import Learned
from assistant.settings import Settings, provider_environment
from assistant.texts import read_catalogues
from assistant.triage.lexicon import LANGUAGES
from assistant.triage.read import TriageKnowledge
from assistant.wording.playbook import Playbooks


def build_derived() -> None:
    """Reads knowledge/ and the catalogues of texts, and trains triage and the red pen on its examples, and keeps both beside the program, so that no start has to.

    `python -m assistant.bootstrap` does it at installation, a language in each process.
    """
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(len(LANGUAGES)) as processes:
        learned = processes.map(_learn, LANGUAGES)
        _read()
        list(learned)


def _read() -> None:
    prompts = PromptLibrary()
    with kept.READINGS.filling():
        for path in sorted(KNOWLEDGE.rglob("*.yaml")):
            # Examples are read for learning alone.
            if "examples" not in str(path.relative_to(KNOWLEDGE)):
                yaml_in(path)
                if path.parent.name == "lexicon":
                    yaml_in(path, words=True)
        read_catalogues()
        for path in sorted(PROMPTS.rglob("*.j2")):
            prompts.header(path.relative_to(PROMPTS).as_posix())


def _learn(language: str) -> None:
    folders = KnowledgeBase().folders
    TriageKnowledge.load(folders, kept.BUILT, languages=(language,))
    Learned.load(folders, (kept.BUILT,), languages=(language,))


async def open_coach(settings: Settings) -> Coach:
    """A coach over the records that the settings name.

    Raises Unavailable where the records cannot be opened, KnowledgeError where a card or playbook is not as it should be.
    """
    from assistant.adapters.records import SqlRecords

    records = SqlRecords(settings.records_url, index=build, index_format=str(VERSION))
    await records.open()
    knowledge = KnowledgeBase(settings.knowledge)
    derived = settings.data / "derived"
    prompts = PromptLibrary(settings.knowledge, derived / "templates")
    return Coach(
        Desk(
            records=records, knowledge=knowledge, playbooks=Playbooks(prompts, "playbooks"),
            coaching=Playbooks(prompts, "coaching"), triage=TriageKnowledge.load(knowledge.folders, kept.BUILT, derived),
            learned=Learned.load(knowledge.folders, (kept.BUILT, derived)), phrases=Lexicon(knowledge.checked_phrases),
            library=Shelves(records, knowledge, derived, _vectors(settings), settings.embeddings_weight), today=Today(),
            closed_days=ClosedDays(derived), prompts=prompts, model=open_model(settings),
            model_context=settings.model_context, model_deadline=settings.model_deadline,
        ),
        person=OwnName(settings.data),
    )  # fmt: skip


def _vectors(settings: Settings) -> Vectors | None:
    """Chroma, where an embedding model is named; without one nothing of it is imported."""
    if not settings.embeddings:
        return None
    from assistant.adapters.vectors import ChromaVectors

    return ChromaVectors(
        settings.embeddings, folder=settings.data / "vectors", url=settings.chroma_url,
        environment=provider_environment(settings.data),
    )  # fmt: skip


def open_model(settings: Settings) -> Model | None:
    """The language model that TOMONI_MODEL names; without it there is none, and nothing of it is imported."""
    if not settings.model:
        return None
    from assistant.adapters.model import LangChainModel

    return LangChainModel(
        settings.model, provider_environment(settings.data), deadline=settings.model_deadline,
        concurrency=settings.model_concurrency, requests_per_minute=settings.model_requests_per_minute,
        tokens_per_minute=settings.model_tokens_per_minute,
    )  # fmt: skip


if __name__ == "__main__":
    build_derived()
