"""Tomoni: a coach at the side of every customer success manager."""
