"""How the window looks: palettes, typefaces, icons, sizes. Nothing here knows what is shown."""
