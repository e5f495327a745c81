"""Runbooks: from Markdown as people write it to steps, and back without a changed byte."""
