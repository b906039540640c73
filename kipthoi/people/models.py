"""Tables of people who hold a role: who they are, since when, and where."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from kipthoi.people.roles import ROLES


class Person(AbstractBaseUser):
    """Somebody who holds a role in the house. Members need no account."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=80)
    honorific = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=5, default="vi")
    is_active = models.BooleanField(default=True)
    joined_on = models.DateField(null=True)

    class Meta:
        app_label = "kipthoi"

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        """Return the reference by which the journal names this person."""
        return f"person:{self.pk}"

    @property
    def addressed(self) -> str:
        """Return the name as one addresses the person: "Chị Trần Thu Hà"."""
        return f"{self.honorific} {self.name}".strip()


class Term(models.Model):
    """One role of a person in a unit and below it, from a day to a day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="terms")
    unit = models.ForeignKey(
        "kipthoi.Unit", on_delete=models.PROTECT, related_name="terms"
    )
    role = models.CharField(max_length=20, choices=[(r, r) for r in ROLES])
    title = models.CharField(max_length=80, blank=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    stands_in_for = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        app_label = "kipthoi"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_on__isnull=True)
                | models.Q(to_on__gte=models.F("from_on")),
                name="term_ends_after_it_begins",
            )
        ]
        indexes = [models.Index(fields=["unit", "role"], name="term_unit_role")]


class Invitation(models.Model):
    """A one-time link by which somebody takes up a role."""

    token = models.BinaryField(unique=True)
    email = models.EmailField()
    name = models.CharField(max_length=80)
    honorific = models.CharField(max_length=20, blank=True)
    unit = models.ForeignKey("kipthoi.Unit", on_delete=models.PROTECT)
    role = models.CharField(max_length=20, choices=[(r, r) for r in ROLES])
    title = models.CharField(max_length=80, blank=True)
    invited_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "kipthoi"


class Session(AbstractBaseSession):
    """A signed-in device of an officer: no address is kept, only what to call it."""

    person = models.ForeignKey(
        Person, null=True, on_delete=models.CASCADE, related_name="sessions"
    )
    device = models.CharField(max_length=80, blank=True)
    begun_at = models.DateTimeField(null=True)
    seen_on = models.DateField(null=True)

    class Meta:
        app_label = "kipthoi"

    @classmethod
    def get_session_store_class(cls):
        """Return the store that reads and writes these rows."""
        from kipthoi.people.sessions import SessionStore

        return SessionStore
