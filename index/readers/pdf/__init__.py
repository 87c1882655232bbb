"""UN verbatim records as PDF: words with places and fonts, lines in columns, blocks, speeches."""
