"""Claims: who said what, with which stance, about whom."""
