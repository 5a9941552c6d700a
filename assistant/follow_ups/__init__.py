"""What a question takes over from the turns before it, a file for each thing that may be left out or pointed back to.

First the words are put in full: `plain_words` says the turns of phrase of `phrases` plainly; `places_told`, `years_told`,
`sectors_told` and `order_told` put in what "the second one" (its `positions`), "the last of those years", "that industry" and
"the next one down" stand for; `said_in_full` runs these in order. Then what is still unsaid is carried over: `places` (and
`those_places`), `relations`, `measure` (and `other_measure`, the one that a few words make of the last), `operation`, `order`
and `years`. `pointing_back` holds the words by which all of them know a follow-up.
"""
