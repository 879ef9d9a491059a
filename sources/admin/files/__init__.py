"""Bibliographies in and out through the list of documents."""
