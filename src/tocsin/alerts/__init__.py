"""Alerts: what rings when a store comes to know something, and how that reaches people, once and for certain."""
