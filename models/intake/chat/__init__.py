"""What was said in a chat while an incident ran becomes lines proposed for its timeline."""
