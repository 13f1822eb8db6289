"""What people ask of a brand: kinds of ask, and the phrases by which they are found."""
