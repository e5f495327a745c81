"""Small widgets that every screen is made of; all read the theme when they paint."""
