"""What runs beside the lessons for whoever runs the site: metrics, readiness, the operator's page."""
