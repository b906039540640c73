"""Tables of the journal: what happened, and what else it concerned.

The journal points to no other room: it names its subjects by text references
(`case:7K3M9Q2F`), so that it never hinders what it tells about.
"""

from django.db import models


class Event(models.Model):
    """One thing that happened to one subject (its stream), and never changes again."""

    name = models.CharField(max_length=40)
    stream = models.CharField(max_length=80)
    n = models.PositiveIntegerField(null=True)
    on = models.DateField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    ordinal = models.PositiveSmallIntegerField(default=0)
    content = models.TextField(null=True)
    salt = models.BinaryField(null=True)
    commitment = models.BinaryField(null=True)
    leaf = models.BinaryField(null=True)

    class Meta:
        app_label = "kipthoi"
        constraints = [
            models.UniqueConstraint(fields=["stream", "n"], name="event_stream_n"),
            models.CheckConstraint(
                condition=models.Q(n__isnull=True) | models.Q(leaf__isnull=False),
                name="event_with_n_has_leaf",
            ),
        ]
        indexes = [models.Index(fields=["stream", "at"], name="event_stream_at")]


class Mention(models.Model):
    """Another subject that an event concerns, so that its page can show it too."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="mentions")
    ref = models.CharField(max_length=80)

    class Meta:
        app_label = "kipthoi"
        indexes = [models.Index(fields=["ref", "event"], name="mention_ref")]


class Once(models.Model):
    """A form's once-token that has been spent, so that a replay finds what it made."""

    token = models.BinaryField(unique=True)
    ref = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        app_label = "kipthoi"
