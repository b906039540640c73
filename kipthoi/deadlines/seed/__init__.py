"""The rules and days that the product ships with, and how they are read.

`rules.tsv`: time limits of Vietnamese law and practice, each with its source and whether
it was verified. `days.tsv`: days off and make-up days of the public sector.
"""

import csv
from collections.abc import Iterator
from datetime import date
from importlib.resources import files

from kipthoi.deadlines.actions import Day, Limit


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (files(__package__) / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def limits() -> list[Limit]:
    """Return the shipped limits, a row each."""
    return [
        Limit(
            slug=row["id"],
            matter=row["matter"],
            clock=row["clock"],
            variant=row["variant"],
            number=row["number"],
            unit=row["unit"],
            sense=row["sense"],
            starts_at=row["starts_at"],
            owed_by=row["owed_by"],
            max_extensions=int(row["max_extensions"])
            if row["max_extensions"]
            else None,
            extension_of=row["extension_of"],
            law=row["law"],
            article=row["article"],
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
            label=row["label_vi"],
            label_en=row["label_en"],
            source=row["source"],
            verified=row["verified"],
            note=row["note"] or "",
        )
        for row in _rows("rules.tsv")
    ]


def days() -> list[Day]:
    """Return the shipped days off and make-up days."""
    return [
        Day(
            day=date.fromisoformat(row["day"]),
            kind=row["as"],
            scope=row["scope"],
            name=row["name_vi"],
            name_en=row["name_en"],
            source=row["source"],
            confirmed=row["confirmed"] == "yes",
        )
        for row in _rows("days.tsv")
    ]


def years() -> dict[int, bool]:
    """Return for each shipped year whether all its days are confirmed."""
    found: dict[int, bool] = {}
    for day in days():
        found[day.day.year] = found.get(day.day.year, True) and day.confirmed
    return found
