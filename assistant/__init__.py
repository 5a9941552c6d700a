"""Question in, answer out.

`resolve` reads the question (and what a follow-up leaves out), `lookup` computes figures from held cells (each operation a
file in `figures`), `retrieve` finds passages, `compose` writes, `cite` checks markers, numbers and places, and `ask` runs
these steps in order.
"""
