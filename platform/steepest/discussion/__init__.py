"""Questions and answers of readers under each lesson."""
