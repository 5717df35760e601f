"""What can be wrong with an account, said for the person at the keyboard."""

from __future__ import annotations


class AccountError(Exception):
    """Something about an account that its message says, together with what would be right."""


class TooManyTriesError(AccountError):
    """Too many failed tries at a door. wait_ms: how long it stays shut."""

    def __init__(self, wait_ms: int) -> None:
        super().__init__(f"Too many tries. Please wait {_words(wait_ms)}, then try again.")
        self.wait_ms = wait_ms


def _words(wait_ms: int) -> str:
    seconds = -(-wait_ms // 1000)
    if seconds <= 90:
        return "1 second" if seconds == 1 else f"{seconds} seconds"
    return f"{-(-seconds // 60)} minutes"
