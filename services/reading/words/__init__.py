"""Word lists for recognizing typed text, never shown."""
