"""Scoring pages: in the worker itself, or in processes beside it, so that a second core bears the greater half."""
