"""Question in, answer out.

`resolve` reads the question (its steps are the files of `resolution`; what a follow-up leaves out is told by those of
`follow_ups`), `lookup` computes figures from held cells (each operation a file in `figures`), `retrieve` finds passages,
`compose` writes, `cite` checks markers, numbers and places, and `ask` runs these steps in order.
"""
