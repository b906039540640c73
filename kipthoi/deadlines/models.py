"""Tables of time: days off, the rules that set limits, and the clocks that run."""

from django.db import models


class CalendarDay(models.Model):
    """One day that is not what its weekday says. Rows are added, never changed."""

    day = models.DateField()
    kind = models.CharField(max_length=4, choices=[("off", "off"), ("work", "work")])
    scope = models.CharField(max_length=60, default="all")
    name = models.CharField(max_length=80, blank=True)
    name_en = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=300)
    confirmed = models.BooleanField(default=True)
    # A later row for the same day and scope replaces an earlier one; `undone` returns
    # the day to what its weekday says.
    undone = models.BooleanField(default=False)

    class Meta:
        app_label = "kipthoi"
        indexes = [models.Index(fields=["day", "scope"], name="calendarday_day")]


class CalendarYear(models.Model):
    """Whether the days off of a year have been decreed."""

    year = models.PositiveSmallIntegerField(unique=True)
    confirmed = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "kipthoi"


class DeadlineRule(models.Model):
    """One limit in one version, with the law it stands in. A change is a new row."""

    slug = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    matter = models.CharField(max_length=40)
    clock = models.CharField(max_length=30)
    variant = models.CharField(max_length=30, blank=True)
    number = models.CharField(max_length=8)
    unit = models.CharField(max_length=15)
    sense = models.CharField(max_length=12)
    starts_at = models.CharField(max_length=20)
    owed_by = models.CharField(max_length=12)
    max_extensions = models.PositiveSmallIntegerField(null=True)
    extension_of = models.CharField(max_length=40, blank=True)
    law = models.CharField(max_length=160)
    article = models.CharField(max_length=80, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    label = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=400, blank=True)
    verified = models.CharField(max_length=4)
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        app_label = "kipthoi"
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="rule_version")
        ]
        indexes = [models.Index(fields=["clock", "matter"], name="rule_clock_matter")]

    def __str__(self) -> str:
        return self.rule_id

    @property
    def rule_id(self) -> str:
        """Return the name that stands in leaves: `knpa-answer/1`."""
        return f"{self.slug}/{self.version}"

    @property
    def ref(self) -> str:
        """Return the stream of this rule in the journal."""
        return f"rule:{self.slug}"


class Clock(models.Model):
    """One limit that runs or ran for one subject; its dates are computed once."""

    subject = models.CharField(max_length=80)
    name = models.CharField(max_length=30)
    rule = models.ForeignKey(
        DeadlineRule, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    started_on = models.DateField()
    nominal_on = models.DateField()
    due_on = models.DateField()
    started_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)
    why = models.JSONField(default=list)
    calendar = models.CharField(max_length=12)
    stopped_on = models.DateField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    extends = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="extensions",
        db_index=False,
    )

    class Meta:
        app_label = "kipthoi"
        indexes = [
            models.Index(fields=["subject", "name"], name="clock_subject"),
            models.Index(
                fields=["name", "due_on"],
                name="clock_running",
                condition=models.Q(stopped_on__isnull=True),
            ),
        ]
