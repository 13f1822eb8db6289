"""Backlash: is a mention against content because it is AI-made, and why?"""
