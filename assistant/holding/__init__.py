"""Judgement about a batch: which letters should not go out now, what makes a letter one customer's own, what two share."""
