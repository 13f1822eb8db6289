"""Slack, by bot token or by incoming webhook."""
