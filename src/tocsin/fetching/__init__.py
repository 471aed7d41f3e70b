"""Addresses to bytes, politely and warily: feeds, sitemaps and pages, one request at a time for each host."""
