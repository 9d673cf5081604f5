"""May not choose what is studied or name a pass chance: counts in, figures with intervals out."""
