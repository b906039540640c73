"""Template tags: the face (`kt`), and its samples (`kt_samples`)."""
