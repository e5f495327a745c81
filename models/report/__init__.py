"""What leaves the program to be read elsewhere: tables, Markdown, pages, drawings."""
