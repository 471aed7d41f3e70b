"""Places of the world: built with the wheel, looked up and resolved at run time."""
