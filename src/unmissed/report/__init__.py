"""Handing out an audit: a table for the terminal, lines for machines, a workbook, a page that anybody can open."""
