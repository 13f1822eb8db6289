"""Meta: the brand's own Facebook Page and Instagram account, by signed webhook and by sweep."""
