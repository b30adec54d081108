"""What templates/plots.html.j2 draws with, under one name."""

from api.pages.plotting import FOOT, TOP, curve, goal, spark
from api.pages.plotting_bars import bars, columns
from api.pages.plotting_words import cut, month_names, shown

__all__ = ["FOOT", "TOP", "bars", "columns", "curve", "cut", "goal", "month_names", "shown", "spark"]
