"""The Windows package, made on Linux: folder, portable zip, installer."""
