"""Which claims go out, and the lines that say them and what they stand on."""
