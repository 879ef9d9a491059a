"""The pages of documents: who did what for them, how they are cited, other keys, retractions."""
