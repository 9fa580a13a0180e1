"""The review application: drafts become entries here, decided by an editor, value by value."""
