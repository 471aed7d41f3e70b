"""Tocsin reads news reports about security situations and keeps a table that a person can check."""
