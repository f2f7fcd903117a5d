"""The planner of the first steps: answers in, a plan out. No question here asks the database
except in `reading`, which fetches what a page shows."""
