"""The demonstration: a made-up world taken through the whole desk, and measured against its own truth."""

from seawall.demo.making import DemoOptions, DemoReport, HomeNotEmptyError, make_demo
from seawall.demo.measuring import Measured, Share, measure

__all__ = ["DemoOptions", "DemoReport", "HomeNotEmptyError", "Measured", "Share", "make_demo", "measure"]
