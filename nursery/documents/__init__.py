"""Writers of what is taken away: tables as CSV and XLSX, pages as PDF. They know rows, columns and names; no rota."""
