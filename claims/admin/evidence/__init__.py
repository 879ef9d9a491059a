"""The pages of evidence, and of evidence that was re-opened."""
