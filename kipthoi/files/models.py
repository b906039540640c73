"""Tables of files: what is kept for good, and what waits for a form to be sent.

Files point to no other room: `ref` and `under` are text references.
"""

from django.db import models

KINDS = ("photo", "voice", "document")


class File(models.Model):
    """One file that belongs to one thing: what it is, where it lies, when it went.

    `ref` is what it hangs on (`message:12`), `under` what is counted together and
    goes together (`case:7K3M9Q2F`). `path` is relative to the folder of files and empty
    once the bytes are let go; then `name`, `sha256` and `transcript` are empty too.
    """

    public_id = models.CharField(max_length=22, unique=True)
    ref = models.CharField(max_length=80)
    under = models.CharField(max_length=80)
    role = models.CharField(max_length=20)
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    mime = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=140, blank=True)
    neutral_name = models.CharField(max_length=40)
    seconds = models.PositiveSmallIntegerField(null=True)
    transcript = models.TextField(blank=True, default="")
    cleaned = models.BooleanField()
    names_author = models.BooleanField(default=False)
    has_words = models.BooleanField(default=False)
    path = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    gone_on = models.DateField(null=True)
    gone_reason = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        app_label = "kipthoi"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=KINDS), name="file_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(gone_on__isnull=True)
                | models.Q(path="", sha256="", name="", transcript=""),
                name="file_gone_leaves_nothing",
            ),
        ]
        indexes = [
            models.Index(fields=["ref", "role", "order"], name="file_ref"),
            models.Index(fields=["under"], name="file_under"),
            models.Index(fields=["path"], name="file_path"),
        ]


class WaitingFile(models.Model):
    """One file chosen in a form that is not sent yet, readable by its browser alone.

    The bytes, the name and all that is known of the file lie encrypted under a token
    that only the browser holds; `mark` tells the same file chosen twice, keyed by it.
    """

    token_hash = models.CharField(max_length=64)
    order = models.PositiveSmallIntegerField()
    mark = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    label = models.BinaryField()
    path = models.CharField(max_length=60)
    expires_at = models.DateTimeField()

    class Meta:
        app_label = "kipthoi"
        constraints = [
            models.UniqueConstraint(
                fields=["token_hash", "mark"], name="waitingfile_once"
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], name="waitingfile_expires"),
            models.Index(fields=["path"], name="waitingfile_path"),
        ]
