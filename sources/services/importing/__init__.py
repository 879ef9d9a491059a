"""Bringing the records of a bibliography file into the database."""
