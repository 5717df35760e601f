"""The engines: one set of rules (`rules`, `desk`), scheduled twice (`reference`, `compiled`)."""
