"""The one index. The words themselves stand in an FTS5 table (SQLite) or GIN index."""

from django.db import models


class Entry(models.Model):
    """One thing that can be found: what it is, who may find it, its folded words."""

    ref = models.CharField(max_length=80, unique=True)
    what = models.CharField(max_length=12)
    audience = models.CharField(max_length=10)
    unit = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    on = models.DateField(db_column="on_")
    valid_until = models.DateField(null=True)
    folded = models.TextField()

    class Meta:
        app_label = "kipthoi"
        indexes = [models.Index(fields=["audience", "what"], name="entry_audience")]
