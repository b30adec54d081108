"""Slack: a slash command and its buttons, another door to the same flow. Loaded only where Slack is configured."""
