"""Pages of the public's accounts: they extend ui/public.html and work without script."""
