"""Certificates in the Wagtail admin: register, designs, logos and signatures, batches."""
