"""Commands of `crisis`, one module each; heavy imports stand inside the functions."""
