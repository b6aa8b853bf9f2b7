"""In a warehouse: the law of a request as one SELECT over a table of requests.

`safehavens.warehouse.select.select_text` is the way in, and takes a `SelectRequest`
(`select_request`). The steps, each a module: what settles the law of a stretch of time, also of
rows that take presumptions away (`settled_stretch`), the spells that give the same answers
(`window_law`), the patterns of true norms that can be (`patterns`), the norms' own conditions where
they are exact (`readable`), what comments say (`comments`), the tree (`select`), and its text in a
dialect (`dialects`, `adapt`, `sql_text`).
"""
