"""Learning: small linear models over readable features, trained in seconds without numpy."""
