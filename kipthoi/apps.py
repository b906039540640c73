"""The one Django application; its rooms are packages."""

from importlib import import_module
from pathlib import Path

from django.apps import AppConfig

ROOMS = (
    "journal",
    "outbox",
    "search",
    "files",
    "units",
    "people",
    "sources",
    "deadlines",
    "publications",
    "cases",
    "web",
)


class KipThoi(AppConfig):
    """Load what each room declares: its events, links, chores and checks."""

    name = "kipthoi"
    verbose_name = "Kịp Thời"

    def ready(self) -> None:
        """Import `events`, `links`, `chores` and `checks` of every room that has them."""
        for room in ROOMS:
            for shelf in ("events", "links", "chores", "checks"):
                if (Path(self.path) / room / f"{shelf}.py").exists():
                    import_module(f"kipthoi.{room}.{shelf}")
