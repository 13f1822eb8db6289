"""Channels carry notices to people, one module or folder for each."""
