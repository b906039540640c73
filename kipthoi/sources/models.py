"""Tables of what answers rest on: laws, agreements, minutes, proofs, and citations."""

from django.db import models

KINDS = ["law", "agreement", "resolution", "minutes", "rule", "proof", "other"]


class Source(models.Model):
    """A document that answers may cite; its text lies in frozen versions."""

    kind = models.CharField(max_length=12, choices=[(k, k) for k in KINDS])
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=80, blank=True)
    issuer = models.CharField(max_length=160, blank=True)
    address = models.URLField(max_length=400, blank=True)
    public = models.BooleanField(default=True)
    unit = models.ForeignKey("kipthoi.Unit", null=True, on_delete=models.PROTECT)
    added_on = models.DateField()

    class Meta:
        app_label = "kipthoi"

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        """Return the reference by which other rooms name this source."""
        return f"source:{self.pk}"


class SourceVersion(models.Model):
    """A source as it stood when it was frozen: hash, validity, and copy if there is."""

    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="versions"
    )
    n = models.PositiveSmallIntegerField(default=1)
    frozen_on = models.DateField()
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    text = models.TextField(blank=True)
    file = models.ForeignKey(
        "kipthoi.File", null=True, on_delete=models.PROTECT, related_name="+"
    )
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        app_label = "kipthoi"
        constraints = [
            models.UniqueConstraint(fields=["source", "n"], name="sourceversion_n")
        ]


class Citation(models.Model):
    """That something rests on a version of a source, to the article."""

    version = models.ForeignKey(
        SourceVersion, on_delete=models.PROTECT, related_name="citations"
    )
    ref = models.CharField(max_length=80)
    article = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "kipthoi"
        indexes = [models.Index(fields=["ref"], name="citation_ref")]
