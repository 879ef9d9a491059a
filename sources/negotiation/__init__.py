"""Content negotiation as doi.org does it: which representation of what is cited a reader wants, and how it is answered."""
