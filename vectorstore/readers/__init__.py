"""Bytes into articles: one module a format."""
