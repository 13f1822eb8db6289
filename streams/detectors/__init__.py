"""Detectors: different ways to tell a spike from a brand's ordinary day, behind one protocol."""
