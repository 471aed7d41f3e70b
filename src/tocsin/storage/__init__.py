"""Claims over time: the store, its history and what is asked of it."""
