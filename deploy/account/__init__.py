"""The figures of a brand's own account: read from files, told in words and as metrics."""
