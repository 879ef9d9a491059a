"""BibTeX and BibLaTeX: records as entries, and entries as records."""
