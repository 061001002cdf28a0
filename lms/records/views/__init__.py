"""Public-side pages of the records: light, for phones."""
