"""The candidate exercise: content packs with a checker, the scorer, and what comes with them."""
