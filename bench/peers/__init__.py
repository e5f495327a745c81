"""Other sync servers, measured beside ours."""
