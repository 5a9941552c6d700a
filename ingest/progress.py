"""Who is told how far an ingest is."""

from typing import Protocol


class Progress(Protocol):
    """Who is told how far an ingest is."""

    def stage(self, name: str, total: int, unit: str) -> None:
        """A step begins that has this much to do."""

    def advance(self, n: int) -> None:
        """So much of it was done."""

    def say(self, sentence: str) -> None:
        """Something the user should know."""
