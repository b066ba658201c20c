"""The Linux packages: a program folder with its own interpreter, as .deb and as a plain tar."""
