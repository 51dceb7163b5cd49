"""What can be done with seals (F-SE-03): make, keep, hand over, use, suspend, cancel, destroy."""
