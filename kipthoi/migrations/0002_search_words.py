"""The words of the index: an FTS5 table on SQLite, a GIN index on PostgreSQL."""

import sqlite3 as Database

from django.db import migrations


def make(apps, schema_editor):
    """Make the full-text index of the engine in use."""
    if schema_editor.connection.vendor == "sqlite":
        # External content: the folded words stand once, in kipthoi_entry. unicode61
        # without its own folding: the words come folded (it does not know đ).
        schema_editor.execute(
            "CREATE VIRTUAL TABLE kipthoi_words USING fts5("
            "folded, content='kipthoi_entry', content_rowid='id',"
            " tokenize=\"unicode61 remove_diacritics 0\")"
        )
        # Dropped words leave the index's own pages too, where SQLite can (3.42); on an
        # older one an erasure has to rebuild the index.
        if Database.sqlite_version_info >= (3, 42):
            schema_editor.execute(
                "INSERT INTO kipthoi_words(kipthoi_words, rank)"
                " VALUES('secure-delete', 1)"
            )
    else:
        schema_editor.execute(
            "CREATE INDEX kipthoi_words ON kipthoi_entry"
            " USING gin (to_tsvector('simple', folded))"
        )


def unmake(apps, schema_editor):
    """Drop it."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE kipthoi_words")
    else:
        schema_editor.execute("DROP INDEX kipthoi_words")


class Migration(migrations.Migration):
    dependencies = [("kipthoi", "0001_initial")]
    operations = [migrations.RunPython(make, unmake)]
