"""What can go wrong between here and a language model, and whether asking once more may help.

No text of the provider gets into a fault: it may quote a part of the key, or of the customer's mail.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from assistant.errors import ModelFailed

# Kinds that a person has to mend before any call can succeed.
LASTING = frozenset({"key", "model", "unreachable"})
_KEY = "The key for the language model %(model)s was refused. Check it (%(setting)s)."
_MODEL = "The provider does not know the language model %(model)s. Check TOMONI_MODEL and the server's address."
_CREDIT = "The account at the provider of %(model)s has used up its credit or quota."
_BUSY = "The language model %(model)s takes no more requests at the moment."
_FAULT = "The server of the language model %(model)s has a fault (%(why)s)."
_REQUEST = "The server of the language model %(model)s did not accept the request (%(why)s)."
_LONG = "The request is longer than the language model %(model)s takes. Set TOMONI_MODEL_CONTEXT lower."
_REFUSED = "The provider of the language model %(model)s refused to answer this request."
_TIMEOUT = "The language model %(model)s did not answer in time."
_CUT = "The connection to the language model %(model)s broke off in the middle of the answer."
_UNREACHABLE = "The server of the language model %(model)s cannot be reached. Check its address and the network."
_EMPTY = "The language model %(model)s gave an empty answer."
_ENDLESS = "The answer of the language model %(model)s did not come to an end."
SENTENCES = {
    "key": _KEY, "model": _MODEL, "busy": _BUSY, "server": _FAULT, "refused": _REFUSED, "timeout": _TIMEOUT,
    "cut": _CUT, "unreachable": _UNREACHABLE, "empty": _EMPTY, "endless": _ENDLESS,
}  # fmt: skip
_AGAIN = frozenset({"timeout", "busy", "server", "cut", "unreachable", "structure", "empty", "endless", "language"})


class Fault(ModelFailed):
    """A fault of one attempt.

    `again` says whether another attempt may help, `after` how many seconds the server asks to wait before it,
    `lasting` whether a person has to mend something first.
    """

    def __init__(
        self, kind: str, model: str, message: str = "", *, again: bool | None = None, after: float | None = None,
        lasting: bool | None = None, **values: Any,
    ):  # fmt: skip
        super().__init__(kind, message or SENTENCES[kind], {"model": model, **values})
        self.again = kind in _AGAIN if again is None else again
        self.after = after
        self.lasting = kind in LASTING if lasting is None else lasting


def may_help_again(error: BaseException) -> bool:
    """Whether another attempt may give what this one did not."""
    return error.again if isinstance(error, Fault) else isinstance(error, ModelFailed) and error.kind in _AGAIN


def fault_of(error: Exception, model: str, setting: str, heard: bool) -> Fault:
    """What an exception of a provider's library means.

    Args:
        error: what LangChain or the provider's library raised.
        model: the model's name, for the sentence.
        setting: the name of the environment variable that holds the key.
        heard: whether a part of the answer had come already.
    """
    if isinstance(error, Fault):
        return error
    if isinstance(error, TimeoutError):
        return Fault("timeout", model)
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return _of_status(error, status, model, setting)
    name = type(error).__name__
    names = {kind.__name__ for kind in type(error).__mro__}
    if names & {"APITimeoutError", "ModelTimeoutError", "TimeoutException"}:
        return Fault("timeout", model)
    if names & {"ModelAuthenticationError", "ModelPermissionDeniedError"}:
        return Fault("key", model, setting=setting)
    if names & {"ContextOverflowError"}:
        return Fault("server", model, _LONG, again=False)
    if names & {"ModelNotFoundError"}:
        return Fault("model", model)
    if names & {"ModelRateLimitError"}:
        return Fault("busy", model)
    if names & {"APIConnectionError", "ModelConnectionError", "ConnectionError", "TransportError"}:
        return Fault("cut" if heard or _was_connected(error) else "unreachable", model)
    if "LengthFinishReasonError" in names:
        return Fault("endless", model)
    if "ContentFilterFinishReasonError" in names:
        return Fault("refused", model)
    # An error event in the midst of a stream is a plain APIError; what is no fault of the server repeats itself.
    return Fault("server", model, why=name, again=bool(names & {"APIError", "ModelAPIError"}))


def _of_status(error: Exception, status: int, model: str, setting: str) -> Fault:
    code = str(getattr(error, "code", None) or "")
    if status in (401, 403):
        return Fault("key", model, setting=setting)
    if status == 404:
        return Fault("model", model)
    if status == 429 and code in ("insufficient_quota", "billing_not_active"):
        return Fault("busy", model, _CREDIT, again=False, lasting=True)
    if status == 429:
        return Fault("busy", model, after=_seconds_to_wait(getattr(error, "response", None)))
    if status == 408:
        return Fault("timeout", model)
    if status >= 500 or status == 409:
        return Fault("server", model, why=status, after=_seconds_to_wait(getattr(error, "response", None)))
    if code in ("content_filter", "content_policy_violation"):
        return Fault("refused", model)
    if "ContextOverflowError" in {kind.__name__ for kind in type(error).__mro__}:
        return Fault("server", model, _LONG, again=False)
    return Fault("server", model, _REQUEST, again=False, why=status)


def refuses_structure(error: BaseException | None) -> bool:
    """Whether a server said that it does not know `response_format`; it can be asked without."""
    if getattr(error, "status_code", None) not in (400, 422):
        return False
    said = str(error).lower()
    return any(word in said for word in ("response_format", "json_schema", "structured output"))


def _was_connected(error: BaseException | None) -> bool:
    """Whether the connection stood before it broke: the library's reason lies in the chain of causes."""
    while error is not None:
        if type(error).__name__ in ("RemoteProtocolError", "ReadError", "WriteError"):
            return True
        error = error.__cause__ or error.__context__
    return False


def _seconds_to_wait(response: Any) -> float | None:
    """What Retry-After asks for, in seconds or as a date (RFC 9110, 10.2.3), or OpenAI's retry-after-ms."""
    headers: Mapping[str, str] = getattr(response, "headers", None) or {}
    try:
        if exact := headers.get("retry-after-ms"):
            return max(float(exact) / 1000, 0.0)
        if not (said := headers.get("retry-after")):
            return None
        if said.strip().replace(".", "", 1).isdigit():
            return float(said)
        return max((parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return None
