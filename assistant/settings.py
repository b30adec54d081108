"""Settings: environment, and a `.env` file in the data folder."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What can be set; every default works with no key and no network."""

    model_config = SettingsConfigDict(env_prefix="TOMONI_", env_ignore_empty=True, extra="ignore")

    data: Path = Field(default_factory=lambda: user_data_path("tomoni"))
    database_url: str | None = None
    chroma_url: str | None = None
    embeddings: str | None = None
    embeddings_weight: float = Field(default=0.6, ge=0, le=1)
    # `provider:model`. A key alone switches nothing on: customers' mail goes to a model only where this says so.
    model: str | None = None
    # Tokens of one prompt; what is beyond is left out by importance, and the CSM is told.
    model_context: int = Field(default=12_000, ge=2_000)
    # Seconds for one task with all its attempts; then a playbook goes on.
    model_deadline: float = Field(default=45.0, gt=0)
    # Calls at once, and requests and tokens a minute, from this process; None for no such limit.
    model_concurrency: int = Field(default=64, ge=1)
    model_requests_per_minute: int | None = Field(default=None, ge=1)
    model_tokens_per_minute: int | None = Field(default=None, ge=1)
    # US dollars for a million tokens read and written, for the cost in a batch's report.
    model_price_in: float | None = Field(default=None, ge=0)
    model_price_out: float | None = Field(default=None, ge=0)
    # Processes that work on a batch on SQLite; where None as many as cores with a model, one without.
    batch_processes: int | None = Field(default=None, ge=1, le=64)
    # Seconds between two looks at what is on its way to OpenAI and back, with --engine openai-batch.
    openai_batch_poll: float = Field(default=30.0, gt=0)
    knowledge: Path | None = None
    # Another address for Slack's Web API, and who may use `/tomoni`: ids with commas between them, everybody where empty.
    slack_api_url: str | None = None
    slack_workspaces: str = ""
    slack_users: str = ""
    public_url: str | None = None
    log: Literal["text", "json"] | None = None

    def cost(self, tokens_in: int, tokens_out: int, engine: str | None = None) -> float | None:
        """US dollars for so many tokens, None where no price is set; OpenAI's Batch API costs half."""
        if self.model_price_in is None or self.model_price_out is None:
            return None
        whole = (tokens_in * self.model_price_in + tokens_out * self.model_price_out) / 1_000_000
        return whole / 2 if engine == "openai-batch" else whole

    @property
    def records_url(self) -> str:
        """The database of the records: as configured, else SQLite in the data folder."""
        return self.database_url or f"sqlite:///{self.data / 'tomoni.sqlite3'}"


def load_settings(data: Path | None = None) -> Settings:
    """The settings of a data folder: the environment wins over the folder's `.env`.

    Args:
        data: the data folder; TOMONI_DATA or the platform's own where None.
    """
    folder = data or (Path(os.environ["TOMONI_DATA"]) if os.environ.get("TOMONI_DATA") else user_data_path("tomoni"))
    return Settings(_env_file=folder / ".env", data=folder)  # type: ignore[call-arg]


def provider_environment(data: Path) -> dict[str, str]:
    """Keys and addresses of providers (OPENAI_API_KEY and the like): the environment wins over the folder's `.env`."""
    from dotenv import dotenv_values

    kept = {name: value for name, value in dotenv_values(data / ".env").items() if value}
    return kept | dict(os.environ)


@dataclass(frozen=True, slots=True)
class SlackKeys:
    """What Slack gave for its app: never shown, not even where the object is printed."""

    signing_secret: str = field(default="", repr=False)
    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)

    @property
    def by_http(self) -> bool:
        """Slack's requests come to our address."""
        return bool(self.signing_secret)

    @property
    def by_socket(self) -> bool:
        """We call Slack, and its requests come over that line (Socket Mode)."""
        return bool(self.app_token and self.bot_token)


def slack_keys(data: Path) -> SlackKeys:
    """Slack's keys, as SLACK_SIGNING_SECRET and the like: the environment wins over the folder's `.env`."""
    given = provider_environment(data)
    return SlackKeys(*(given.get(f"SLACK_{name}", "") for name in ("SIGNING_SECRET", "BOT_TOKEN", "APP_TOKEN")))
