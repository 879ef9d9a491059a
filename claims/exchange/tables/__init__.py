"""Somebody's own table, made into lines of claims as a mapping file says."""
