"""What leaves the window: PDF, Word, Excel, the office's template, paper."""
