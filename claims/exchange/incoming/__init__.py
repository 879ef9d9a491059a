"""A file on its way in: its records in batches, what is known of the file meanwhile, and what became of each record."""
