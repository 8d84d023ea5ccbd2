"""Printed and downloadable documents: finished strings in, bytes out; imports no other room."""
