"""What may be written to the records, one module a subject; views and tasks call these."""
