"""Pictures of what is published: `cuttings plot …` and the Dagster UI draw with the same functions."""
