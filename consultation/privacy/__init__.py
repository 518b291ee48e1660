"""What may be kept and shown: scrubbing, sealing, receipts, small numbers and quotes."""
