"""Loads the network's file: read strictly, compared with the database, written in one transaction."""
