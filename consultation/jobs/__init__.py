"""Work that outlives a request: delivered to a worker, taken up again when the worker dies."""
