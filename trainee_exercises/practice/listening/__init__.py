"""How a practice customer listens: a script's items prepared, a reply cut up, signs that one says the other."""
