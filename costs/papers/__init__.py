"""A report to take away: a workbook, a long table. Each is drawn from a `Report` alone."""
