"""Tables of the one engine for everything that has an asker and a clock."""

from django.db import models

from kipthoi.core.kinds import KINDS, get_kind
from kipthoi.core.workflow import STATES, Kind

DOORS = ["web", "paper", "phone", "counter", "message", "inside"]


class Case(models.Model):
    """One matter that somebody brought: its number, its state, who owes what by when."""

    code = models.CharField(max_length=8, unique=True)
    key = models.BinaryField(unique=True)
    token = models.BinaryField(unique=True)
    key_counter = models.PositiveSmallIntegerField(default=0)
    epoch = models.PositiveSmallIntegerField(default=0)

    kind_id = models.CharField(max_length=20, choices=[(k, k) for k in KINDS])
    state = models.CharField(max_length=10, choices=[(s, s) for s in STATES])
    # The indexes below begin with the unit and with the assignee: none of their own.
    unit = models.ForeignKey(
        "kipthoi.Unit", on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    passed_over = models.ForeignKey(
        "kipthoi.Unit",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    topic = models.ForeignKey("kipthoi.Topic", null=True, on_delete=models.PROTECT)
    assignee = models.ForeignKey(
        "kipthoi.Person",
        null=True,
        on_delete=models.PROTECT,
        related_name="cases",
        db_index=False,
    )
    joined_to = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="joined",
        db_index=False,
    )

    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    place = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=5, default="vi")
    door = models.CharField(max_length=10, choices=[(d, d) for d in DOORS])
    keyed_by = models.ForeignKey(
        "kipthoi.Person",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    named = models.BooleanField(default=False)
    may_publish = models.BooleanField(default=False)
    may_contact = models.BooleanField(default=False)
    urgent = models.BooleanField(default=False)
    n_extended = models.PositiveSmallIntegerField(default=0)
    n_contested = models.PositiveSmallIntegerField(default=0)

    received_at = models.DateTimeField()
    received_on = models.DateField()
    # The first promise never changes; `due_on` is the day by which somebody of ours
    # owes the next word, and is empty when nobody does.
    promised_on = models.DateField()
    due_on = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    answered_on = models.DateField(null=True)
    changed_at = models.DateTimeField()
    receipt_kept_at = models.DateTimeField(null=True)
    ask_again_on = models.DateField(null=True)

    class Meta:
        app_label = "kipthoi"
        indexes = [
            models.Index(fields=["unit", "id"], name="case_unit"),
            models.Index(fields=["unit", "due_on", "id"], name="case_unit_due"),
            models.Index(fields=["unit", "state", "id"], name="case_unit_state"),
            models.Index(fields=["assignee", "due_on", "id"], name="case_mine_due"),
            # Few cases have these: an intake need not write them.
            models.Index(
                fields=["ask_again_on"],
                name="case_ask_again",
                condition=models.Q(ask_again_on__isnull=False),
            ),
            models.Index(
                fields=["joined_to"],
                name="case_joined",
                condition=models.Q(joined_to__isnull=False),
            ),
            # Every list and count asks which cases went over a level (queries/reach.py).
            models.Index(
                fields=["passed_over"],
                name="case_passed_over",
                condition=models.Q(passed_over__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def kind(self) -> Kind:
        """Return the declaration that this case began under."""
        return get_kind(self.kind_id)

    @property
    def ref(self) -> str:
        """Return the reference by which every room names this case."""
        return f"case:{self.code}"


class Identity(models.Model):
    """Who the asker is, apart from the case: read only through an act that is logged."""

    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, related_name="identity", primary_key=True
    )
    name = models.CharField(max_length=80, blank=True)
    contact = models.CharField(max_length=120, blank=True)

    class Meta:
        app_label = "kipthoi"
        verbose_name_plural = "identities"


class Message(models.Model):
    """One thing said in a case: by the asker, to the asker, or inside the house."""

    ASKER, OFFICER, NOTE, TRANSCRIPT = "asker", "officer", "note", "transcript"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    side = models.CharField(max_length=10)
    person = models.ForeignKey(
        "kipthoi.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey("kipthoi.Unit", null=True, on_delete=models.PROTECT)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        app_label = "kipthoi"
        indexes = [models.Index(fields=["case", "at"], name="message_case")]

    @property
    def ref(self) -> str:
        """Return the reference to which its files are bound."""
        return f"message:{self.pk}"


class Answer(models.Model):
    """What was answered: the declared fields, by whom, on which day, in which round."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="answers")
    round = models.PositiveSmallIntegerField(default=0)
    person = models.ForeignKey(
        "kipthoi.Person", on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey("kipthoi.Unit", on_delete=models.PROTECT)
    fields = models.JSONField()
    upheld = models.BooleanField(default=False)
    at = models.DateTimeField()
    on = models.DateField()

    class Meta:
        app_label = "kipthoi"
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="answer_round")
        ]

    @property
    def ref(self) -> str:
        """Return the reference by which citations and proofs are bound."""
        return f"answer:{self.pk}"


class Contest(models.Model):
    """One time the asker said "not right yet", and what became of it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="contests")
    level = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    reviewer = models.ForeignKey(
        "kipthoi.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=10, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "kipthoi"
        constraints = [
            models.UniqueConstraint(fields=["case", "level"], name="contest_level")
        ]


class Rating(models.Model):
    """What the asker says: solved or not, clear and respectful or not."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="ratings")
    round = models.PositiveSmallIntegerField(default=0)
    solved = models.BooleanField(null=True)
    clear = models.BooleanField(null=True)
    at = models.DateTimeField()

    class Meta:
        app_label = "kipthoi"
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="rating_round")
        ]


class HandOver(models.Model):
    """That a case went from one unit to another inside the house."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hand_overs")
    from_unit = models.ForeignKey(
        "kipthoi.Unit", on_delete=models.PROTECT, related_name="+"
    )
    to_unit = models.ForeignKey(
        "kipthoi.Unit", on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        "kipthoi.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        app_label = "kipthoi"


class Withholding(models.Model):
    """A first person's wish to withhold an accepted case, waiting for a second."""

    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, related_name="withholding"
    )
    asked_by = models.ForeignKey(
        "kipthoi.Person", on_delete=models.PROTECT, related_name="+"
    )
    words = models.TextField()
    asked_at = models.DateTimeField()

    class Meta:
        app_label = "kipthoi"


class Draft(models.Model):
    """What an officer has begun to write in a case, kept until it is sent."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="drafts")
    person = models.ForeignKey("kipthoi.Person", on_delete=models.CASCADE)
    form = models.CharField(max_length=20)
    fields = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        app_label = "kipthoi"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "form"], name="draft_one_a_form"
            )
        ]
