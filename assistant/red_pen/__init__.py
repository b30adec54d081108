"""The red pen: what a CSM's own words would do with this customer, and the smallest change that mends them."""
