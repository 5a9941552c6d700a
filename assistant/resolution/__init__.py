"""The steps by which `assistant.resolve` reads a question, one a file, each from what is meant so far to what is meant then.

`wording` puts the question in full and reads it in the light of the turns before; then `places_meant`, `measure_meant`,
`operation_meant`, `years_meant` and `sectors_meant` fill the `slots` in turn, and `query` says what is made of them.
"""
