"""The administrators' screens of forms."""
