"""A whole round of made-up candidates against a real server over HTTP: how quick it is, and what of it is lost."""
