"""What people type, checked: one module a subject."""
