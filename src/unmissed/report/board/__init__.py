"""The board report as PDF, workbook and page. Everything in it has passed the suppression of small numbers."""
