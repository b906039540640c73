"""Sessions of officers: database rows whose one write takes the writers' turn."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from kipthoi.journal.action import turn


class SessionStore(DatabaseStore):
    """Keep a session with the person it belongs to, so that they can end it."""

    @classmethod
    def get_model_class(cls):
        """Return our session table."""
        from kipthoi.people.models import Session

        return Session

    def create_model_instance(self, data):
        """Make the row, with its person, device and first day."""
        row = super().create_model_instance(data)
        person = data.get("_auth_user_id")
        row.person_id = int(person) if person else None
        row.device = data.get("device", "")[:80]
        row.begun_at = data.get("begun_at") and timezone.datetime.fromisoformat(
            data["begun_at"]
        )
        row.seen_on = timezone.localdate()
        return row

    def save(self, must_create=False):
        """Write the row in the writers' turn. Raises Busy."""
        with turn():
            super().save(must_create)

    def delete(self, session_key=None):
        """Delete the row in the writers' turn. Raises Busy."""
        with turn():
            super().delete(session_key)
