"""Topics, claims, evidence and relations come in, with the passages they stand on and their reviews."""
