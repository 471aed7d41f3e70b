"""Marked text to claims: attribution, frames, roles, status, code book."""
