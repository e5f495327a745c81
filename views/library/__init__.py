"""The library of reviews: searched, compared, read."""
