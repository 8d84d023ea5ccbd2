"""What a person can say or press: parse, one service call, return a screen."""
