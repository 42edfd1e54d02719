"""``python -m lagebild`` is the command line."""

from lagebild.cli import main

if __name__ == "__main__":
    main()
