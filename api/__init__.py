"""The HTTP door to the one flow: JSON API. It holds no policy and no prompt of its own."""
