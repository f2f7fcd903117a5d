"""`make bench`: how quick the portal is, on the production server, against its floors and goals."""
