"""What was done, as PostgreSQL wrote it down, put in words from the ids that it holds."""
