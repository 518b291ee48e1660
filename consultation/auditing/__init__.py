"""Whether this installation keeps its promise of anonymity: marked visits through its own front door, and a search for them in every byte."""
