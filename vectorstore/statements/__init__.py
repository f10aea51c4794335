"""Who says what in an article: quotations and reported speech, each with its speaker."""
