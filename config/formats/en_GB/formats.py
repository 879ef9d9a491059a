"""Times of the whole day, as everywhere else in the product."""

DATETIME_FORMAT = "j M Y, H:i"
TIME_FORMAT = "H:i"
