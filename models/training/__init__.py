"""Training code: reads a databank sheet, articles and narratives, writes what the components load at run time."""
