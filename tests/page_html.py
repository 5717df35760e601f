"""The HTML of a Streamlit page under test, such as its tables."""

from __future__ import annotations


def htmls(test):
    """Return the bodies of all elements of HTML, as a reader sees their words."""
    return [element.proto.body.replace("&amp;", "&") for element in _walk(test.main) if element.type == "html"]


def tables(test):
    """Return those that are tables."""
    return [body for body in htmls(test) if "<table>" in body]


def _walk(block):
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from _walk(child)
        else:
            yield child
