"""The plan: what a good reply of each situation does, decided in code."""
