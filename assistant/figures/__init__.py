"""One operation a file: a Draft in, with its question and what is held, and Findings out.

`choose` picks series, `ranking` what a ranking runs over, `say` and `nearest` hold the sentences that operations share;
every other file is one thing that can be asked of the figures. `assistant.lookup` decides which.
"""
