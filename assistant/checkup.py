"""What `tomoni doctor` can say without opening the records: settings, folders, keys by presence only."""

import os
import shutil
from collections.abc import Mapping
from urllib.parse import urlsplit

from assistant.settings import Settings, provider_environment, slack_keys
from assistant.texts import Say

_LOW_BYTES = 500_000_000


def without_secret(url: str) -> str:
    """A URL without password and query, either of which may hold a secret."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "?"
    if not parts.netloc:
        return f"{parts.scheme}:{parts.path}" if parts.scheme else parts.path
    user = f"{parts.username}@" if parts.username else ""
    return f"{parts.scheme}://{user}{parts.hostname or ''}{port}{parts.path}"


def checkup(settings: Settings, say: Say) -> list[tuple[str, str, str]]:
    """Rows of name, value and state."""
    off, none = say("not set"), ""
    provided = provider_environment(settings.data)
    key, base = provided.get("OPENAI_API_KEY"), provided.get("OPENAI_BASE_URL")
    folder = settings.knowledge
    return [
        (say("data folder"), str(settings.data), _folder_state(settings, say)),
        ("TOMONI_DATABASE_URL", *_shown_url(settings.database_url, say("SQLite in the data folder"))),
        ("TOMONI_EMBEDDINGS", settings.embeddings or none, none if settings.embeddings else say("lexical search only")),
        ("TOMONI_CHROMA_URL", *_shown_url(settings.chroma_url, off)),
        ("OPENAI_API_KEY", none, say("set, not shown") if key else off),
        ("OPENAI_BASE_URL", *_shown_url(base, off)),
        ("TOMONI_KNOWLEDGE", str(folder or none), (none if folder.is_dir() else say("missing")) if folder else off),
        ("TOMONI_PUBLIC_URL", *_shown_url(settings.public_url, off)),
        ("TOMONI_LOG", settings.log or none, none if settings.log else say("text on a terminal, else JSON")),
        *_model_rows(settings, provided, say),
        *_slack_rows(settings, say),
    ]


def _model_rows(settings: Settings, provided: Mapping[str, str], say: Say) -> list[tuple[str, str, str]]:
    """Who words the letters, where a customer's mail goes for it, and how a model is switched on."""
    if not settings.model:
        how = say("off; switched on by a name such as openai:gpt-5-mini")
        if provided.get("OPENAI_API_KEY"):
            how = say("off; the key alone switches nothing on, a name such as openai:gpt-5-mini does")
        local = say("no text leaves this machine for a language model")
        return [("TOMONI_MODEL", "", how), (say("words"), say("playbooks"), local)]
    provider = settings.model.partition(":")[0]
    where = provider
    if provider == "openai":
        where = urlsplit(provided.get("OPENAI_BASE_URL") or "").hostname or "api.openai.com"
    sent = say("customers' mails go to %(where)s, except those of accounts with no_model", where=where)
    return [
        ("TOMONI_MODEL", settings.model, ""),
        (say("words"), say("the language model; playbooks where it gives nothing of use"), sent),
    ]


def _slack_rows(settings: Settings, say: Say) -> list[tuple[str, str, str]]:
    """Whether `/tomoni` is there, and by which way Slack's requests come; nothing of it where Slack is not set up."""
    keys = slack_keys(settings.data)
    if not (keys.signing_secret or keys.bot_token or keys.app_token):
        return [("Slack", "", say("off; docs/slack.md says how it is set up"))]
    given, missing = say("set, not shown"), say("missing")
    ways = [way for way, there in ((say("by HTTP"), keys.by_http), (say("by Socket Mode"), keys.by_socket)) if there]
    return [
        ("SLACK_SIGNING_SECRET", "", given if keys.signing_secret else say("not set")),
        ("SLACK_BOT_TOKEN", "", given if keys.bot_token else missing),
        ("SLACK_APP_TOKEN", "", given if keys.app_token else say("not set")),
        ("TOMONI_SLACK_API_URL", *_shown_url(settings.slack_api_url, say("not set"))),
        ("TOMONI_SLACK_WORKSPACES", settings.slack_workspaces, "" if settings.slack_workspaces else say("everybody")),
        ("TOMONI_SLACK_USERS", settings.slack_users, "" if settings.slack_users else say("everybody")),
        ("Slack", ", ".join(ways), "" if ways else say("off")),
    ]


def _shown_url(url: str | None, otherwise: str) -> tuple[str, str]:
    return (without_secret(url), "") if url else ("", otherwise)


def _folder_state(settings: Settings, say: Say) -> str:
    if not settings.data.exists():
        return say("not there yet")
    if not os.access(settings.data, os.W_OK):
        return say("cannot be written to")
    if shutil.disk_usage(settings.data).free < _LOW_BYTES:
        return say("little space left on the disk")
    return ""
