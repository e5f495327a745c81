"""Data only: icons, fonts, themes, templates, samples."""
