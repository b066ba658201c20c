"""Many reports at once: the same work on every file, in as many processes as the machine has cores for.

One file that cannot be read, or that ends its process, does not stop the others. Asks nothing, prints nothing: that is
the doors' part. Importing this package loads nothing.
"""
