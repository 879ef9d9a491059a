"""RIS, the tagged format of reference managers."""
