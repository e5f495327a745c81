"""Where the window stands to the shared server, and how one signs in."""
