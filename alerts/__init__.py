"""Alerts open incidents, tell people, and lead them through a playbook."""
