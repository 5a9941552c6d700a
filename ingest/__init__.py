"""Files in, index out.

One document: `catalog` names it, a reader (`read_pdf`, `read_word`, `read_web`, `read_sheet`) yields Pages and Tables,
`chunk` makes Passages, `tidy` makes Observations, `gazetteer` tags both with places, and `index` embeds the Passages
into Chroma, puts the rest into SQLite, writes the manifest and publishes all of it in one step.
"""
