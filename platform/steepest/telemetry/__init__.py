"""What every process says about itself: events in a log, numbers for Prometheus. Knows neither tables nor views."""
