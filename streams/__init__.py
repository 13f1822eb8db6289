"""Streams score mentions, roll them into minutes and find spikes."""
