"""Recall: what is known, ranked. Pure functions of texts; nothing here opens a database or a network."""
