"""The leaf of the house: small modules that import none of our packages."""
