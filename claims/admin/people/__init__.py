"""Accounts, groups and tokens; which account is which author, and what conflicts of interest were declared."""
