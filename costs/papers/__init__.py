"""A report to take away: two pages for the board, a workbook, a long table. Each is drawn from a `Report` alone."""
