"""Forms of the public pages: plain, in either script, usable without JavaScript."""
