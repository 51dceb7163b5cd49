"""Days and working time as China counts them: the calendar as a value, and how the law counts a limit. See README.md."""
