"""Situation reports: what the reports of a period brought, each sentence with the words it rests on."""
