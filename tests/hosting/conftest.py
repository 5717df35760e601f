"""The browser of the browser tests, for the tests of hosting."""

from browser.conftest import chromium, page, visitor

__all__ = ["chromium", "page", "visitor"]
