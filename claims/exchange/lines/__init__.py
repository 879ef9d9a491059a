"""What one line of a file of claims may say, and an object held against that. No query."""
