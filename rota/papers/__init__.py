"""What the rota says off the screen: wall sheets, tables to take away, calendars. `nursery/documents` writes them."""
