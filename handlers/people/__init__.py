"""People: registration, profile, invitations, identity."""
