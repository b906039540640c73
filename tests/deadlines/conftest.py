"""Rows that a test rolled back give their ids again: what was kept under them goes."""

import pytest

from kipthoi.deadlines import queries


@pytest.fixture(autouse=True)
def _nothing_kept():
    yield
    for kept in (queries._rules, queries._calendar):
        kept.cache_clear()
