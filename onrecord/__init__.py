"""The command `onrecord`."""
