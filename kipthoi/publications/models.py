"""Tables of what the body publishes: numbered, in versions, read by a second person."""

from django.db import models

STATES = ["draft", "reading", "returned", "issued", "hidden"]


class Publication(models.Model):
    """One published thing and its address; what it says lies in its versions."""

    kind = models.CharField(max_length=12, default="answer")
    state = models.CharField(max_length=10, choices=[(s, s) for s in STATES])
    slug = models.CharField(max_length=80)
    unit = models.ForeignKey("kipthoi.Unit", on_delete=models.PROTECT)
    topic = models.ForeignKey("kipthoi.Topic", null=True, on_delete=models.PROTECT)
    place = models.CharField(max_length=80, blank=True)
    # The case it came from: never shown, and never searchable from outside.
    origin = models.CharField(max_length=80, blank=True)
    current = models.ForeignKey(
        "kipthoi.Version", null=True, on_delete=models.PROTECT, related_name="+"
    )
    issued_on = models.DateField(null=True)
    hidden_reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        app_label = "kipthoi"
        indexes = [
            models.Index(fields=["state", "issued_on"], name="publication_issued"),
            models.Index(fields=["origin"], name="publication_origin"),
        ]

    @property
    def ref(self) -> str:
        """Return the reference by which the journal names this publication."""
        return f"publication:{self.pk}"


class Version(models.Model):
    """What a publication says from one reading on."""

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="versions"
    )
    n = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    short = models.TextField()
    body = models.TextField(blank=True)
    valid_until = models.DateField(null=True)
    review_on = models.DateField(null=True)
    change = models.CharField(max_length=300, blank=True)
    written_by = models.ForeignKey(
        "kipthoi.Person", on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()

    class Meta:
        app_label = "kipthoi"
        constraints = [
            models.UniqueConstraint(fields=["publication", "n"], name="version_n")
        ]

    @property
    def ref(self) -> str:
        """Return the reference by which citations and files name this version."""
        return f"version:{self.pk}"


class Reading(models.Model):
    """A second person's reading of one version: asked, then passed or returned."""

    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="readings"
    )
    asked_by = models.ForeignKey(
        "kipthoi.Person", on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    reader = models.ForeignKey(
        "kipthoi.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    passed = models.BooleanField(null=True)
    words = models.TextField(blank=True)

    class Meta:
        app_label = "kipthoi"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reader__isnull=True)
                | ~models.Q(reader=models.F("asked_by")),
                name="reading_by_another",
            )
        ]
