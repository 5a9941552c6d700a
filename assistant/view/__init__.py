"""The pages of the app: what each draws of an answer, its evidence, a place or the library. Decides nothing."""
