"""Electronic official documents: where `gongwen`, `ofd` and `gm` meet; see README.md."""
