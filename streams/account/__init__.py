"""The figures of a brand's own account: reach, reactions, followers; and what in them is a warning."""
