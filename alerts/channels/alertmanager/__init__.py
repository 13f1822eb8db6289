"""Alertmanager: one alert for each incident, told again while it lasts."""
