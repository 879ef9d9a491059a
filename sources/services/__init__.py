"""What is done with sources: one file for each verb. Everything that writes two tables or follows a rule stands here."""
