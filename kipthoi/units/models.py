"""Tables of the tree of units, its history, and what a body sets for itself."""

from django.db import models


class Unit(models.Model):
    """A place in the organisation that can owe an answer; its slug never changes."""

    slug = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    level = models.CharField(max_length=60, blank=True)
    parent = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="children"
    )
    # The nearest ancestor-or-self that is a body, and all ancestors from the root down
    # to the unit itself: kept by the acts that open and move units.
    body_unit = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+"
    )
    ancestry = models.JSONField(default=list)
    week = models.CharField(max_length=10, blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged_from"
    )

    class Meta:
        app_label = "kipthoi"

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        """Return the reference by which the journal names this unit."""
        return f"unit:{self.slug}"

    @property
    def home(self) -> "Unit":
        """Return the unit of the nearest body: every opened unit has one."""
        if self.body_unit is None:
            raise Unit.DoesNotExist(self.slug)
        return self.body_unit

    @property
    def is_body(self) -> bool:
        """Tell whether this unit is a body with its own letterhead and settings."""
        return self.body_unit_id == self.pk


class UnitMove(models.Model):
    """Under which parent a unit stood from a day on: the tree on any date."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="moves")
    parent = models.ForeignKey(
        Unit, null=True, on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "kipthoi"


class Body(models.Model):
    """What a body says about itself and sets for its units."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="body")
    name = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    office = models.CharField(max_length=200, blank=True)
    office_en = models.CharField(max_length=200, blank=True)
    open_hours = models.CharField(max_length=120, blank=True)
    # Working hours of a day as [["07:30", "11:30"], …]; empty: the usual ones.
    hours = models.JSONField(default=list, blank=True)
    week = models.CharField(max_length=10, default="mon-fri")
    role_only = models.BooleanField(default=False)

    class Meta:
        app_label = "kipthoi"

    def __str__(self) -> str:
        return self.name


class Topic(models.Model):
    """What a matter is about, a short list kept by each body."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="topics")
    slug = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        app_label = "kipthoi"
        constraints = [
            models.UniqueConstraint(fields=["body", "slug"], name="topic_body_slug")
        ]

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """A place people name, and the unit that answers for it."""

    name = models.CharField(max_length=80)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="places")

    class Meta:
        app_label = "kipthoi"

    def __str__(self) -> str:
        return self.name


class ExternalBody(models.Model):
    """A body outside the house to which a matter may belong."""

    name = models.CharField(max_length=160)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        app_label = "kipthoi"

    def __str__(self) -> str:
        return self.name
