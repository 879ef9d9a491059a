"""Claims as JSON Lines: out of one database and into another, or in from somebody's table (``export_claims``, ``import_claims``).

``exporting`` and ``importing`` are the doors, ``rights`` says who may pass. Behind them, each with one purpose: ``lines`` (what a line may
say), ``tables`` (a foreign table made into lines), ``outgoing`` (which claims, and their lines), ``incoming`` (what becomes of the lines of a
file: ``sources`` first, then ``claims``). For what a person writes to be loaded, see ``claims.collections``, which says why these are two.
"""
