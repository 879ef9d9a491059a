"""The Citation Style Language: CSL-JSON, styles, formatted citations."""
