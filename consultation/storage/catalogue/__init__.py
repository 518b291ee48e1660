"""What a running database says of itself: its columns, its settings, and everything an order could be read from."""
