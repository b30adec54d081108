"""What templates/plots.html.j2 draws with, under one name."""

from api.pages.plotting import FOOT, TOP, curve, cut, goal, month_names, shown, spark
from api.pages.plotting_bars import bars, columns

__all__ = ["FOOT", "TOP", "bars", "columns", "curve", "cut", "goal", "month_names", "shown", "spark"]
