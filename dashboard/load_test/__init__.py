"""How quick the planning pages are for many people while long comparisons run: `python -m dashboard.load_test`."""
