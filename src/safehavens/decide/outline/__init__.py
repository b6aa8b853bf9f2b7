"""An answer as a list of sections, in a language: text, Markdown and HTML all walk it."""
