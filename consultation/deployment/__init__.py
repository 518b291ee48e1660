"""What runs us in production, ready to be installed: units for systemd, a configuration for nginx; written from a few decisions."""
