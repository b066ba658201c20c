"""Makes the content of the packages: fetches by hash, unpacks what is kept, compiles, lists, describes.

Used by packaging/package.py alone. Nothing that is fetched is run on the building machine, but for the interpreter
that is compiled here. Everything is written below build/ and dist/.
"""
