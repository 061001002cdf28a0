"""Settings: ``base`` holds what is always true, the other modules what differs."""
