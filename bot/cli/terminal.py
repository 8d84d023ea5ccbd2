"""The language of the terminal: English where the machine speaks it, Russian otherwise."""

import os

LANGUAGE = "en" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("en") else "ru"
