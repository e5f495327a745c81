"""A post-mortem that somebody wrote as Markdown becomes a review of ours."""
