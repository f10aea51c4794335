"""A small model that reads a question beside a sentence and says whether the sentence answers it."""
