"""A team's own help centre, macros and tags into a copy of a practice pack; nothing is overwritten unasked."""
