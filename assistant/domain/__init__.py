"""The nouns of the trade: values without behaviour that could wait for anything."""
