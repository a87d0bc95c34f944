"""What an algorithm hands on: arrays as layers and tables, and what it tells in its log."""
