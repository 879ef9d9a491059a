"""What is done with claims: one file for each verb. Everything that writes two tables or moves a state stands here."""
