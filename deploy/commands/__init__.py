"""Commands of `crisis` that have a module of their own."""
"""Commands of `crisis`, one module each; heavy imports stand inside the functions."""
