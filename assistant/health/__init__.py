"""The health of an account: a score with its reasons, for the CSM's eyes only. No letter knows this room."""

from assistant.health.rules import Rules, rules_of
from assistant.health.score import Health, health_of

__all__ = ["Health", "Rules", "health_of", "rules_of"]
