"""Bibliographic formats: pure code between `Record` and text. No Django here."""
