"""Readers: bytes of a file in, rows of accounts or lines of help texts out: no database, no clock, no network."""
