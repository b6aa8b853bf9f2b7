"""In a warehouse: the law of a question as one SELECT over a table of requests.

`safehavens.warehouse.select.select_text` is the way in. The steps, each a module: the stretches of
law that give the same answers (`spells`), the patterns of true norms that can be (`patterns`), the
norms' own conditions where they are exact (`readable`), what comments say (`comments`), the tree
(`select`), and its text in a dialect (`dialects`).
"""
