"""How far codings and counts can be trusted: agreement between coders, shares with intervals, differences that stand."""
