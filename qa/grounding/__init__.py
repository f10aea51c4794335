"""What a text may say beside its citations: checks by code that hold whoever wrote it."""
