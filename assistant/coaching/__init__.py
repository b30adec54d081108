"""Notes to the CSM: why this way, what to ask or avoid, and the better move where it is not a mail."""
