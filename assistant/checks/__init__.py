"""Checks: what must not leave the house, each rule in a file of its own; `catalogue.CHECKS` names them all."""
