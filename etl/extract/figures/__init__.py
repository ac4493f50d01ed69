"""Figures: every number that measures something, with value, unit, comparator, rate, type, what it measures, when and who says so."""

from etl.extract.figures.find import find_figures

__all__ = ["find_figures"]
