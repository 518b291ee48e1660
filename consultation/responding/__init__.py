"""The respondent's front: public, no cookie, no script needed."""
