"""The app's storage: the only room that knows which database it is."""

from trainee_exercises.storage.audit import Audited
from trainee_exercises.storage.database import Storage, new_id, server_clock
from trainee_exercises.storage.events import Entry, Event, Stream
from trainee_exercises.storage.folder import data_folder, database_url, secret_key
from trainee_exercises.storage.open import open_storage
from trainee_exercises.storage.problems import ErasedError, StorageError

__all__ = [
    "Audited",
    "Entry",
    "ErasedError",
    "Event",
    "Storage",
    "StorageError",
    "Stream",
    "data_folder",
    "database_url",
    "new_id",
    "open_storage",
    "secret_key",
    "server_clock",
]
