"""Text as LaTeX writes it, both ways."""
