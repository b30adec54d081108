"""Embeddings by the key and the address of the data folder."""

from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.vectors import embedding_model
from assistant.settings import provider_environment
from tests.model.server import ScriptedModel


@pytest.mark.anyio
async def test_that_embeddings_use_the_key_and_the_address_of_the_data_folder(
    scripted_model: ScriptedModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("OPENAI_API_KEY")
    monkeypatch.delenv("OPENAI_BASE_URL")
    (tmp_path / ".env").write_text(f"OPENAI_API_KEY=from-file\nOPENAI_BASE_URL={scripted_model.url}\n")
    model: Any = embedding_model("openai:text-embedding-3-small", provider_environment(tmp_path))
    assert len(await model.aembed_query("請求書")) == 8
    await model.async_client._client.close()
    assert scripted_model.asked[0].path == "/v1/embeddings"
    assert scripted_model.asked[0].headers["authorization"] == "Bearer from-file"
