"""The verbs beside `read`, one file for each thing they are about; loaded when they are used."""
