"""Minimal valid records."""
