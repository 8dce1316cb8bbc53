"""Steepest, the web app. `steepest.app` puts it together; what imports this package alone loads no web at all."""
