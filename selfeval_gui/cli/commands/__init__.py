"""One module a command, named after it, with `run(options) -> exit status`. Each is loaded when it is called."""
