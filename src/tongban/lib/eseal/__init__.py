"""Electronic seals on official documents: where `ofd` and `gm` meet; see README.md."""
