"""The language model, through LangChain: OpenAI, any server of its protocol, and every provider LangChain has.

LangChain takes seconds to import, so nothing of it is imported before the model is first asked.
"""

from assistant.adapters.model.asking import LangChainModel

__all__ = ["LangChainModel"]
