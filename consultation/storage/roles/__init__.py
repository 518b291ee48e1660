"""What each role of PostgreSQL may do and see: written, and looked at afterwards."""
