"""The parts of the time tagger: calendar arithmetic, rules read from data, and what each rule makes."""

__all__: list[str] = []
