"""Commands that measure policy by place and time, and draw it."""
