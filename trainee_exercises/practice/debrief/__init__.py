"""The debrief of a shift: what happened, from its log alone; whatever it finds cites the entries it was seen in."""
