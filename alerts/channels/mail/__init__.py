"""E-mail: one thread for each incident."""
