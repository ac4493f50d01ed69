"""Dagster's view of the warehouse: thin assets over `etl.load` and `etl.publish`."""
