"""When events take place, and how lists, calendars and feeds tell of it. Pure functions first."""
