"""The light pages: checking a certificate, one's own ones, sharing and badges."""
