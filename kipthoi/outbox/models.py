"""The table of mails that wait to leave."""

from django.db import models


class Letter(models.Model):
    """One mail: written in the act, sent by `tick`, emptied once it has left."""

    about = models.CharField(max_length=80)
    address = models.EmailField(blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failed = models.CharField(max_length=200, blank=True)

    class Meta:
        app_label = "kipthoi"
        indexes = [
            models.Index(
                fields=["next_at"],
                name="letter_waiting",
                condition=models.Q(next_at__isnull=False),
            )
        ]
