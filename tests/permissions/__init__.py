"""Who may do what at which address, one module an app."""
