"""What can go wrong with the storage, in words for the person who set it up."""

from __future__ import annotations


class StorageError(Exception):
    """The database or its folder can't be used; the message is one sentence that says which, why and what would help.

    It never holds a password.
    """


class ErasedError(StorageError):
    """Something was to be written about a candidate who has been erased."""
