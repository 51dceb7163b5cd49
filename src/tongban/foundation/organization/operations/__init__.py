"""What can be done with units, posts and people. Every function that is called from outside is an operation with an audit entry."""
