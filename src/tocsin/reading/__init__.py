"""Bytes to reports: text and Markdown, HTML, JSON lines, folders, standard input."""
