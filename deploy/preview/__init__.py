"""Previews: a Slack message as it would look, on a terminal or a web page, from what was sent over HTTP."""
