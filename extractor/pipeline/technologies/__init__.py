"""The technologies component: words of the text that name or describe a technology, as canonical terms."""
