"""批量处理: a list of files, what is done with them, how far it is. The work itself is `selfeval_gui.batch`'s."""
