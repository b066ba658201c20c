"""Nothing is lost: recovery copies, earlier versions, backups, crashes, one window a file."""
