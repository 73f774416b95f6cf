#!/usr/bin/env python3
"""Checks that every room includes only itself and the rooms above it: check_rooms.py [ROOT]"""
import re
import sys
from pathlib import Path

ROOMS = """core metrics network compute service traffic balancing scaling faults billing world
           scenario experiment report""".split()
INCLUDE = re.compile(r'\s*#\s*include\s*["<](?:squall/)?(\w+)/')


def check(root):
    for tree in ("include/squall", "sim", "tests"):
        for path in sorted((root / tree).rglob("*.[ch]pp")):
            name, *inner = path.relative_to(root / tree).parts
            where = path.relative_to(root)
            if name in ROOMS:
                for number, line in enumerate(path.read_text().splitlines(), 1):
                    included = INCLUDE.match(line)
                    if included and included[1] in ROOMS[ROOMS.index(name) + 1:]:
                        yield (f"{where}:{number}: error: {name} may not include {included[1]}, "
                               "which lies below it")
            elif tree != "tests" and inner:
                yield f"{where}:1: error: no room is called {name} (known: {', '.join(ROOMS)})"


def main():
    errors = list(check(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
    print("\n".join(errors), end="\n" if errors else "")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
