"""Reading tables: cells as people wrote them become the words that the kernels know.

Each distinct value of a column is read once. What cannot be read for sure is not guessed: the row
gets no verdict, and a reason.
"""
