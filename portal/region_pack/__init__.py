"""Reading a region pack (docs/region-pack.md) and loading it. Used by `load_region` only."""
