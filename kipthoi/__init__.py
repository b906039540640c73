"""Kịp Thời ("in time"): a worry gets a receipt, a name and a date, and an answer."""

__version__ = "0.1.0"
