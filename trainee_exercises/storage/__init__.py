"""The app's storage: the only room that knows which database it is."""

from trainee_exercises.storage.audit import Audited
from trainee_exercises.storage.database import Storage, new_id, server_clock
from trainee_exercises.storage.events import Entry, Event, Stream

__all__ = ["Audited", "Entry", "Event", "Storage", "Stream", "new_id", "server_clock"]
