"""合规检查 in the window: the live findings, their panel and marks, reasons, 定稿, 审核记录, the office's own words."""
