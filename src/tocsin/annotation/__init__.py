"""Reports to parsed and marked text: language, times, places, actors, quantities."""
