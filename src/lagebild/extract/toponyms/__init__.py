"""The parts of the place finder: what a name may mean, and which of its meanings a document has in mind."""

__all__: list[str] = []
