"""Tables: files of mentions, CSV or JSON lines, read by a mapping."""
