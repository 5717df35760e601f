"""A look at the app before a round, from where its manager sits: everything that candidates will depend on."""
