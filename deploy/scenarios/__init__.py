"""Scenarios: made-up streams of mentions with a known ending, for the demo, drills and back-tests."""
