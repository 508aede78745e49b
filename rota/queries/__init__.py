"""Named reads. Each says how many queries it makes, whatever the number of rows."""
