"""What runs beside the lessons for whoever runs the site: logs, metrics, readiness, the operator's page."""
