"""Reports that laws demand, made of a book: lines, figures, files."""
