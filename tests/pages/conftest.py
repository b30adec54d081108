"""The pages stand on the same application as the API."""

from tests.api.conftest import client, empty, folder

__all__ = ["client", "empty", "folder"]
