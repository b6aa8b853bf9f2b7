"""How to say something: the words in which answers are given, for the terminal and pages alike.

Below `decide` and above the law; the first to read:

- `labels`: a word or a few for each key of the data: verdicts, kinds of law, values of facts;
- `sentences`: whole sentences, each a function that takes a `Language` first;
- `languages`: what a `Language` is, and which one a reader wants;
- `translated`: what rules say, and names of places, in a reader's language.

To say something new:

1. Write it in English where it is said. In a command: ``language.gettext("Related duties")``, or
   with a part that changes ``language.gettext("Corpus %(version)s.") % {"version": version}``;
   never an f-string, for a translator sees the text between the quotes. With a number that
   decides between singular and plural: ``language.ngettext("%(count)s rule", "%(count)s rules",
   n) % {"count": n}``. In a template: ``{% trans %}Related duties{% endtrans %}``. In a table of
   words that are looked up later: ``N_("Related duties")``. A word that means two things takes a
   context: ``language.pgettext("column", "State")``.
2. ``make words`` puts it into the catalog of every language, without a translation.
3. Translate it in ``locale/CODE/LC_MESSAGES/safehavens.po`` and run ``make words`` again, which
   compiles the catalog. `tests/wording` fails until every language has it.

To add a language: ``make words NEW=pl`` makes its folder; translate the catalog (the entries
``English``, the months, ``1,234.5`` and ``%(month)s %(day)s, %(year)s`` say how it is named and how
it writes dates and numbers), and run ``make words`` again. Nothing else has to be changed: pages
are then served under ``/pl/`` and commands answer to ``--lang pl``.
"""
