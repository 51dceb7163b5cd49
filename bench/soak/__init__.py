"""A bounded long run: many people at once on a real `tongban run`, through the screens alone; then what must hold is checked."""
