"""Profiles, invitations, consent, namesakes, personal data."""
