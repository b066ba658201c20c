"""Last year's file in the window: read, reviewed, taken over, and 未核对 until somebody has looked."""
