"""The manifest asks for what the program uses, and nothing more."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent.parent
MANIFEST = yaml.safe_load((ROOT / "slack-manifest.yaml").read_text(encoding="utf-8"))
# The scope that each call of the Web API needs; those that are not named need none.
SCOPES = {"users_info": "users:read", "chat_postEphemeral": "chat:write", "chat_postMessage": "chat:write"}
WITHOUT = {"views_open", "auth_test"}


def test_that_the_scopes_are_those_of_the_calls():
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "api" / "slack").glob("*.py"))
    calls = set(re.findall(r"\.client\.(\w+)\(", source))
    assert calls <= set(SCOPES) | WITHOUT
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == {"commands", *(SCOPES[c] for c in calls - WITHOUT)}


def test_that_the_addresses_are_those_of_the_door():
    interactivity = MANIFEST["settings"]["interactivity"]
    assert MANIFEST["features"]["slash_commands"][0]["url"].endswith("/slack/commands")
    assert interactivity["request_url"] == interactivity["message_menu_options_url"]
    assert interactivity["request_url"].endswith("/slack/interactions")
