"""Finding where a quotation stands: among all texts by their fingerprints, in a text on its words."""
