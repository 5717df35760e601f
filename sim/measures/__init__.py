"""Every figure, computed from the record after the run; exact definitions in docs/measures.md."""
