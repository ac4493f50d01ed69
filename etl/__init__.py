"""The cuttings library: from files to published facts."""
