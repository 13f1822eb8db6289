"""Drills: a scenario or a recording replayed at a team, in a lane of its own, and what came of it."""
