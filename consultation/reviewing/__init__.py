"""The staff's front: signed in, default-deny."""
