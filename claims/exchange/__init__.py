"""Claims as JSON Lines: out of one database and into another, or in from somebody's table (``export_claims``, ``import_claims``)."""
