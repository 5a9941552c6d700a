"""The steps by which `assistant.resolve` reads a question, one a file, each from what is meant so far to what is meant then.

`wording` puts the question in full and reads it in the light of the turns before; then `places_meant`, `measure_meant`,
`operation_meant` (with `parts_and_wholes`), `years_meant`, `order_meant` and `sectors_meant` fill the `slots` in turn, and
`query` says what is made of them, with the `places_taken` for those that are meant.
"""
