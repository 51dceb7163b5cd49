"""Screens of seals: the keeper's on the workbench, the seal office's on the console, and 验章."""
