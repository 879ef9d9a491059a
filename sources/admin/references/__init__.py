"""The pages of citations that documents make: found in texts, and resolved by choosing."""
