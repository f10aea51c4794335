"""The HTTP application."""

from fastapi import FastAPI

from qa.settings import Settings


def create_app(settings: Settings) -> FastAPI:
    """The application over one archive."""
    raise RuntimeError(settings)
