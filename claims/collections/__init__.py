"""Collections: documents, claims and evidence as JSON files, loaded through the services that editors use (``fixtures/``)."""
