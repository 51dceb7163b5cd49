"""Who stands where. Every function takes the moment `at`; each costs one query unless it says otherwise."""
