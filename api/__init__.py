"""HTTP: native routes."""
