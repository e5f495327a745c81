"""What goes between this desktop and a shared server. Pull is the truth, live news only a hint."""
