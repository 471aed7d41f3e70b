"""Reports to records on more than one core and more than one machine: shards, supervised processes, Spark."""
