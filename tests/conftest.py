"""What every test may ask for; each kind of thing stands in a module named for it."""

pytest_plugins = ["tests.databases", "tests.boxes", "tests.browsing", "tests.cluster"]
