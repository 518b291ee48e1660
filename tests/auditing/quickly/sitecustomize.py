"""Programs of an audited installation find names and riddles cheap: how slow those are is looked at elsewhere."""

from consultation.privacy import proofs, receipts

proofs.MOST_TRIES = 1
receipts._COST = 2
