"""The pages by which two records become one, or are told apart; and the merges as they were made."""
