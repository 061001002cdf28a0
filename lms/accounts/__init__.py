"""Who may sign in. A ``User`` has a password and an email address or a phone number, or both.

Optional: a host site with its own user model leaves this app out. A person (``records.Person``)
exists without an account; the two are linked when someone accepts an invitation.
"""
