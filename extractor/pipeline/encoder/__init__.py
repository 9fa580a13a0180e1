"""A small trained encoder of text, which the readers of disputes and of roles share."""
