"""Placing quotes in texts. No Django in here."""

from sources.anchoring.comparing import Change
from sources.anchoring.fingerprints import fingerprints
from sources.anchoring.placing import Candidate, Placement, place
from sources.anchoring.quotes import context, find_exact
from sources.anchoring.view import View, view_of

__all__ = ["Candidate", "Change", "Placement", "View", "context", "find_exact", "fingerprints", "place", "view_of"]
