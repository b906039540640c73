"""The rooms' tables, gathered so that Django finds them under one application."""

from kipthoi.cases.models import (
    Answer,
    Case,
    Contest,
    Draft,
    HandOver,
    Identity,
    Message,
    Rating,
    Withholding,
)
from kipthoi.deadlines.models import CalendarDay, CalendarYear, Clock, DeadlineRule
from kipthoi.files.models import File, WaitingFile
from kipthoi.journal.models import Event, Mention, Once
from kipthoi.outbox.models import Letter
from kipthoi.people.models import Invitation, Person, Session, Term
from kipthoi.publications.models import Publication, Reading, Version
from kipthoi.search.models import Entry
from kipthoi.sources.models import Citation, Source, SourceVersion
from kipthoi.units.models import Body, ExternalBody, Place, Topic, Unit, UnitMove

__all__ = [
    "Answer",
    "Body",
    "CalendarDay",
    "CalendarYear",
    "Case",
    "Citation",
    "Clock",
    "Contest",
    "DeadlineRule",
    "Draft",
    "Entry",
    "Event",
    "ExternalBody",
    "File",
    "HandOver",
    "Identity",
    "Invitation",
    "Letter",
    "Mention",
    "Message",
    "Once",
    "Person",
    "Place",
    "Publication",
    "Rating",
    "Reading",
    "Session",
    "Source",
    "SourceVersion",
    "Term",
    "Topic",
    "Unit",
    "UnitMove",
    "Version",
    "WaitingFile",
    "Withholding",
]
