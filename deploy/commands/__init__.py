"""Commands of `crisis` that have a module of their own."""
