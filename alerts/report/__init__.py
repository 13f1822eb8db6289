"""The report of one incident: what happened, when, who did what, what was late, and what people said."""
