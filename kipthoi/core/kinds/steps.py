"""The steps that the first version of every ordinary kind shares (DECISIONS 1)."""

# fmt: off
# A table is read by its columns; the formatter would undo them.
from kipthoi.core.workflow import step

RUNNING = "received open waiting"
ANY = "received open waiting answered agreed contested closed"

ORDINARY = (
    step("accept",      "case.accepted",    "received",               "open"),
    step("ask",         "case.asked",       "open",                   "waiting"),
    step("reply",       "case.replied",     "waiting",                "open",      by="asker"),
    step("answer",      "case.answered",    "open waiting",           "answered"),
    step("agree",       "case.agreed",      "answered",               "agreed",    by="asker"),
    step("contest",     "case.contested",   "answered agreed closed", "contested", by="asker"),
    step("uphold",      "case.upheld",      "contested",              "answered",  by="reviewer"),
    step("revise",      "case.revised",     "contested",              "answered",  by="reviewer"),
    step("close",       "case.closed",      RUNNING,                  "closed"),
    step("withdraw",    "case.withdrawn",   RUNNING,                  "closed",    by="asker"),
    step("withhold",    "case.withheld",    ANY,                      "withheld",  by="chair"),
    step("hand_over",   "case.handed_over", RUNNING),
    step("extend",      "case.extended",    RUNNING,                               by="chair"),
    step("mark_urgent", "case.urgent",      RUNNING),
    step("join",        "case.joined",      RUNNING),
    step("publish",     "case.published",   "answered agreed",                     by="second_reader"),
    step("unpublish",   "case.unpublished", "answered agreed contested closed",    by="chair"),
    step("erase",       "case.erased",      ANY + " withheld",                     by="chair"),
)
