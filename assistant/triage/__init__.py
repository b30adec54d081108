"""Triage: what a message is, said with reasons. See `read`."""

from assistant.triage.knowledge import TriageKnowledge
from assistant.triage.read import read

__all__ = ["TriageKnowledge", "read"]
