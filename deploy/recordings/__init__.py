"""Recordings: streams of mentions kept in files, with what is known about them."""
