"""Word lists for recognizing typed text; nobody reads them on a screen."""
