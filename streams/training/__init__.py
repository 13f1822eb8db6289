"""Training sheets: posts we wrote, from which the shipped weights learn."""
