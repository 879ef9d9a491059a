"""The pages of claims: the form with the fields of each type, and what a claim stands on as cards."""
