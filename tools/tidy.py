#!/usr/bin/env python3
"""Checks the habits of the house that no compiler knows: tidy.py [ROOT]

Every finding is one line, `file:line: error: what (what to write instead)`; exit 1 if there is one.
"""
import re
import sys
from pathlib import Path

import cpp_functions
from check_rooms import ROOMS

MAX_WIDTH = 100
MAX_FILE = 600
MAX_FUNCTION = 70
MODEL_ROOMS = ROOMS[:ROOMS.index("world") + 1]
TREES = ("include", "sim", "tests", "examples", "tools", "bench", "cmake", "scenarios", "docs",
         ".ci")
TEXT = {".hpp", ".cpp", ".py", ".cmake", ".txt", ".yaml", ".md", ".js", ".css", ".html", ".sh", ""}
CODE = {".hpp", ".cpp", ".py"}
CPP = {".hpp", ".cpp"}
LEFT_OVER = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")


def is_library(path):
    return path.startswith(("include/", "sim/"))


def is_model(path):
    return re.match(rf"(include/squall|sim)/({'|'.join(MODEL_ROOMS)})/", path) is not None


def is_header(path):
    return path.endswith(".hpp")


def is_public_header(path):
    return path.startswith("include/") and is_header(path)


def may_not_use_function(path):
    hot = path.startswith(("include/", "sim/", "bench/")) and not path.startswith("bench/peers/")
    return hot and path != "include/squall/core/signal.hpp"


# (where it holds, what must not occur in code, the message)
RULES = [(where, re.compile(pattern), message) for where, pattern, message in [
    (may_not_use_function, r"\bstd\s*::\s*function\b",
     "std::function costs an allocation (write a reference to a small interface; only Signal may)"),
    (is_model, r"\bs?rand\s*\(|\brandom_device\b",
     "chance without a key (write a keyed draw from core)"),
    (is_model, r"\b(system|steady|high_resolution)_clock\b",
     "a model may not read the machine's clock (write engine.now())"),
    (is_model, r"\bstd\s*::\s*v?format(_to(_n)?)?\b|#\s*include\s*<format>",
     "std::format is not everywhere (write fmt::format)"),
    (is_model, r"#\s*include\s*<ranges>|\bviews\s*::|\branges\s*::\s*\w+_view\b",
     "a view hides the loop (write the loop; algorithms like std::ranges::sort are fine)"),
    (is_model, r"#\s*include\s*<thread>|\bstd\s*::\s*j?thread\b",
     "a model runs on one thread (threads belong to experiment)"),
    (is_library, r"#\s*include\s*<iostream>",
     "<iostream> adds a static constructor to each file (write fmt, or <iosfwd> and <ostream>)"),
    (is_header, r"\busing\s+namespace\b(?!\s+std::chrono_literals;)",
     "'using namespace' reaches whoever includes this (write the names)"),
    (is_public_header, r"\bnamespace\s+([\w:]+::)?detail\b|\bdetail\s*::",
     "'detail' in a public header (write it into a source or a private header under sim)"),
]]
LITERALS = re.compile(r"\busing\s+namespace\s+std::chrono_literals;")
NAMESPACE = re.compile(r"namespace ?([\w:]*) ?{$")
TYPE = re.compile(r"(?:class|struct|union|enum(?: class)?) (\w+)(?![\w:<])[^;]*(?:};)?$")
UNORDERED = re.compile(r"\bunordered_(multi)?(map|set)\b(?!>\s*$)")


def check_text(path, lines):
    if Path(path).suffix in CODE:
        if len(lines) > MAX_FILE:
            yield MAX_FILE + 1, (f"the file has {len(lines)} lines, at most {MAX_FILE} are allowed "
                                 "(split it by idea)")
        for number, line in enumerate(lines, 1):
            if len(line) > MAX_WIDTH:
                yield number, (f"the line has {len(line)} columns, at most {MAX_WIDTH} are allowed "
                               "(break it)")
    for number, line in enumerate(lines, 1):
        left_over = LEFT_OVER.search(line)
        if left_over:
            yield number, f"{left_over[0]} is a promise that nobody keeps (do it, or drop it)"


def check_cpp(path, lines, code):
    code_lines = code.split("\n")
    for number, line in enumerate(code_lines, 1):
        for where, pattern, message in RULES:
            if where(path) and pattern.search(line):
                yield number, message
        if is_header(path) and LITERALS.search(line) and path != "include/squall/core/time.hpp":
            yield number, "chrono's literals come with core (include squall/core/time.hpp)"
        if is_model(path) and UNORDERED.search(line) and "// lookup only" not in lines[number - 1]:
            yield number, ("an unordered container has no order to rely on (write a vector or a "
                           "map; or, where nobody iterates, end the line with '// lookup only')")
    for first, last in cpp_functions.functions(code):
        if last - first + 1 > MAX_FUNCTION:
            yield first, (f"the function has {last - first + 1} lines, at most {MAX_FUNCTION} are "
                          "allowed (name its parts)")


def check_file(root, path):
    try:
        text = (root / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return []
    lines = text.splitlines()
    findings = list(check_text(path, lines))
    if Path(path).suffix in CPP:
        findings += check_cpp(path, lines, cpp_functions.code_only(text))
    return [f"{path}:{number}: error: {what}" for number, what in sorted(findings)]


def types_of(code):
    """(line, name with its namespaces) of each type that other files could see."""
    spaces = []
    for number, line in enumerate(code.split("\n"), 1):
        space = NAMESPACE.match(line)
        if space:
            spaces.append(space[1])
        elif line.startswith("}") and not line.startswith("};") and spaces:
            spaces.pop()
        type_ = TYPE.match(line)
        if type_ and "" not in spaces:
            yield number, "::".join([*spaces, type_[1]])


def check_one_definition(root, paths):
    """The linker takes one of two types of the same name, for both."""
    seen = {}
    for path in filter(is_library, paths):
        if Path(path).suffix not in CPP:
            continue
        code = cpp_functions.code_only((root / path).read_text(encoding="utf-8"))
        for number, name in types_of(code):
            first = seen.setdefault(name, path)
            if first != path:
                yield (f"{path}:{number}: error: {first} has a {name} too (give one of them "
                       "another name, or a namespace without one)")


def files(root):
    for tree in TREES:
        for path in sorted((root / tree).rglob("*")):
            hidden = any(part in ("__pycache__", "node_modules") for part in path.parts)
            if path.is_file() and path.suffix in TEXT and not hidden:
                yield path.relative_to(root).as_posix()
    for path in sorted(root.glob("*")):
        if path.is_file() and path.suffix in TEXT:
            yield path.name


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    paths = list(files(root))
    errors = [error for path in paths for error in check_file(root, path)]
    errors += check_one_definition(root, paths)
    print("\n".join(errors), end="\n" if errors else "")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
