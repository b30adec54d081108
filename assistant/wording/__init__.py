"""Words for a plan: a playbook here; a model in a room beside it."""
