"""Practice: a customer who is played, marks of a reply, the sheet. Pure: no database, no clock, no network."""
