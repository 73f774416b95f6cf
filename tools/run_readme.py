#!/usr/bin/env python3
"""Runs every command that the documents show and compares what it prints with what they show:
run_readme.py ROOT FOLDER_OF_THE_PROGRAM

    ```console
    $ squall run scenarios/lunch-rush.yaml
    requests 4.86 M
    ...
    ```

A line of three dots stands for any lines, none included; a command may go on after a backslash.
What comes on standard output and standard error is compared together. Words after `console`:

    exit=N    the last command of the block ends with N (the others, and all elsewhere, with 0)
    run-only  the commands run, their output is not compared (it holds times, or paths)
    no-run    the commands do not run here (they install or build; CI runs them elsewhere)

A block that names a file after its language (```cpp examples/watchman/main.cpp) shows that file,
whole.

The blocks of one document share a folder with a copy of scenarios/, and run in order. An indented
command and a block of sh or bash are errors: nobody would run them.
"""
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FENCE = re.compile(r"(?P<indent>\s*)(?P<mark>```+|~~~+)\s*(?P<info>[^`]*)$")
COPIED = ("scenarios",)
TIME_LIMIT = 120  # seconds for one command


class Command:
    def __init__(self, line, text):
        self.line = line
        self.text = text
        self.shown = []


class Block:
    """A fenced block: its words after the fence, and its commands with what they shall print."""

    def __init__(self, line, info):
        self.line = line
        self.words = info.split()
        self.commands = []
        self.errors = []

    def add(self, number, line):
        last = self.commands[-1] if self.commands else None
        if last and last.text.endswith("\\"):
            last.text = last.text[:-1] + line.strip()
        elif line.startswith("$ "):
            self.commands.append(Command(number, line[2:]))
        elif last:
            last.shown.append(line.rstrip())
        else:
            self.errors.append((number, "a console block begins with a command (write '$ ...')"))

    def exit_code(self):
        codes = [word[5:] for word in self.words if re.fullmatch(r"exit=\d+", word)]
        return int(codes[0]) if codes else 0

    def check_words(self):
        for word in self.words[1:]:
            if word not in ("run-only", "no-run") and not re.fullmatch(r"exit=\d+", word):
                self.errors.append((self.line, f"unknown word '{word}' after console "
                                               "(known: exit=N, run-only, no-run)"))
        if not self.commands:
            self.errors.append((self.line, "a console block without a command (write '$ ...')"))


class Quote:
    """A fenced block that shows a file: its lines must be those of the file."""

    def __init__(self, line, path):
        self.line = line
        self.path = path
        self.shown = []

    def add(self, _, line):
        self.shown.append(line.rstrip())

    def error(self, root):
        if not (root / self.path).is_file():
            return f"there is no file {self.path}"
        lines = (root / self.path).read_text(encoding="utf-8").splitlines()
        if self.shown == lines:
            return None
        difference = list(difflib.unified_diff(self.shown, lines, lineterm=""))[2:]
        return (f"{self.path} says something else (- shown, + in the file)"
                + "".join(f"\n    {line}" for line in difference))


def blocks(text):
    """The console blocks of a document, its quotes, and (line, error) for what looks like a console
    block and is none."""
    found, quotes, errors = [], [], []
    block = mark = None
    indent = 0
    for number, line in enumerate(text.splitlines(), 1):
        fence = FENCE.match(line)
        if mark is None:
            if fence:
                mark, indent = fence["mark"], len(fence["indent"])
                language, file = fence["info"].split()[:1], fence["info"].split()[1:]
                if language == ["console"]:
                    block = Block(number, fence["info"])
                    found.append(block)
                elif language and language[0] in ("sh", "bash", "shell", "zsh"):
                    errors.append((number, f"a block of {language[0]} is not run (write ```console "
                                           "and '$ ' before each command)"))
                elif file:
                    block = Quote(number, file[0])
                    quotes.append(block)
            elif re.match(r"(\t| {4,})\$ ", line):
                errors.append((number, "an indented command is not run (write a ```console block)"))
        elif fence and fence["mark"].startswith(mark) and not fence["info"]:
            block = mark = None
        elif block:
            block.add(number, line[min(indent, len(line) - len(line.lstrip())):])
    for block in found:
        block.check_words()
        errors += block.errors
    return found, quotes, errors


def matches(shown, printed):
    """Whether the lines agree, where a shown '...' stands for any number of lines."""
    pieces = [[]]
    for line in shown:
        if line.strip() == "...":
            pieces.append([])
        else:
            pieces[-1].append(line)
    first, last = pieces[0], pieces[-1]
    if len(pieces) == 1:
        return shown == printed
    end = len(printed) - len(last)
    if printed[:len(first)] != first or printed[end:] != last:
        return False
    at = len(first)
    for piece in pieces[1:-1]:
        while at + len(piece) <= end and printed[at:at + len(piece)] != piece:
            at += 1
        at += len(piece)
    return at <= end


def trimmed(lines):
    lines = [line.rstrip() for line in lines]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def run(command, expected_exit, compare, folder, environment):
    """What is wrong with one command, or nothing."""
    try:
        done = subprocess.run(["bash", "-c", command.text], cwd=folder, env=environment,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=TIME_LIMIT, check=False)
    except subprocess.TimeoutExpired:
        return f"'{command.text}' takes longer than {TIME_LIMIT} s"
    printed = trimmed(done.stdout.decode(errors="replace").splitlines())
    if done.returncode != expected_exit:
        shown = "".join(f"\n    {line}" for line in printed)
        return f"'{command.text}' ends with {done.returncode}, not with {expected_exit}{shown}"
    if compare and not matches(trimmed(command.shown), printed):
        difference = list(difflib.unified_diff(trimmed(command.shown), printed, lineterm=""))[2:]
        shown = "".join(f"\n    {line}" for line in difference)
        return f"'{command.text}' prints something else (- shown, + printed){shown}"
    return None


def check(document, root, programs):
    found, quotes, errors = blocks(document.read_text(encoding="utf-8"))
    wrong = [(quote.line, quote.error(root)) for quote in quotes]
    errors += [(line, error) for line, error in wrong if error]
    with tempfile.TemporaryDirectory() as folder:
        for name in COPIED:
            if (root / name).is_dir():
                shutil.copytree(root / name, Path(folder) / name)
        environment = {"PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
                       "HOME": folder, "LC_ALL": "C.UTF-8", "TERM": "dumb", "COLUMNS": "100"}
        for block in found:
            if block.errors or "no-run" in block.words:
                continue
            for command in block.commands:
                expected = block.exit_code() if command is block.commands[-1] else 0
                error = run(command, expected, "run-only" not in block.words, folder, environment)
                if error:
                    errors.append((command.line, error))
    return [f"{document.relative_to(root)}:{line}: error: {what}" for line, what in sorted(errors)]


def main():
    root, programs = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    documents = [root / "README.md", *sorted((root / "docs/handbook").glob("*.md"))]
    errors = []
    for document in documents:
        if document.is_file():
            errors += check(document, root, programs)
    print("\n".join(errors), end="\n" if errors else "")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
