"""Adapters: the only rooms that know a vendor's library."""
