"""Quotes with mutations of every kind: what is asked of the placing of quotes, and measured."""
