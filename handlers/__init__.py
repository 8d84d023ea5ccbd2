"""Handlers of texts and presses: parse, call one service, return a screen."""
