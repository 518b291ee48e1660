"""What we tell: reports built only from safe tables, quotes and confirmed codings."""
