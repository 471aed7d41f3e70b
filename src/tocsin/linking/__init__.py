"""From claims of single reports to origins, stories, events and the ledger: pure functions, no store, no clock."""
