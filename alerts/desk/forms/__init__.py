"""Forms: what opens in Slack where a choice or text is needed; each is written and read in one module."""
