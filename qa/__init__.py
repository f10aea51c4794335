"""A question in, a cited answer or an abstention out."""
