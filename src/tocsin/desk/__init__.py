"""The desk: the store in a browser, for looking and for deciding."""
