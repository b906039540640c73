"""The shell: first page, search, pages about the house, what every page knows."""
