"""帮助: what a blank wants, the keys, and the self-test."""
