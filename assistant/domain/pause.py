"""A model's wish to be left alone for a while, as several processes of one machine know it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class Pause:
    """Until when a model is to be left alone, in seconds of the machine's steady clock.

    `tell` is told the seconds of every pause that begins here.
    """

    tell: Callable[[float], None] | None = None
    until: float = 0.0

    def begin(self, seconds: float, now: float) -> None:
        """The model has said so to this process."""
        self.hear(seconds, now)
        if self.tell:
            self.tell(seconds)

    def hear(self, seconds: float, now: float) -> None:
        """The model has said so to another process."""
        self.until = max(self.until, now + seconds)
