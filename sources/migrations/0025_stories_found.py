"""The changes of what belongs to a document or to an author are found by it; so are the rows that stood beside each other then."""

from __future__ import annotations

from django.db import migrations

from history.operations import index_parts


class Migration(migrations.Migration):
    dependencies = [("sources", "0024_law_of_retractions"), ("history", "0005_found_by_row_and_name")]
    operations = [
        index_parts("sources_contribution", "document_id", "author_id"),
        index_parts("sources_identifier", "document_id"),
        index_parts("sources_titlevariant", "document_id"),
        index_parts("sources_formerkey", "document_id"),
        index_parts("sources_text", "document_id", "derived_from_id"),
        index_parts("sources_mark", "text_id"),
        index_parts("sources_passage", "document_id", "text_id", "derived_from_id"),
        index_parts("sources_namevariant", "author_id"),
        index_parts("sources_merge", "kept_document_id", "merged_document_id", "kept_author_id", "merged_author_id"),
    ]
