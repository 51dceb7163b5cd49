"""Pages as SVG."""
