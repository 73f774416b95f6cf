#!/usr/bin/env python3
"""Judges scenarios by scenarios/schema.json with a validator that knows nothing of Squall.

Every scenario of the repository and every file of good/ and resolved/ must be accepted, every file
of broken/ refused. The loader is held to the same files by tests/scenario/schema_test.cpp.
Exits 77, which ctest counts as skipped, where a Python package is missing; in CI that is an error.
"""

import json
import os
import pathlib
import re
import sys

SKIPPED = 77

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print(f"cannot validate: {missing} (apt install python3-jsonschema python3-yaml)")
    sys.exit(1 if os.environ.get("CI") else SKIPPED)

if not hasattr(jsonschema, "Draft202012Validator"):
    print("cannot validate: python3-jsonschema is older than 4.0")
    sys.exit(1 if os.environ.get("CI") else SKIPPED)


class Yaml12(yaml.SafeLoader):
    """The core schema of YAML 1.2: 11:40 is a text, so are yes, off, 1_000 and dates."""

    yaml_implicit_resolvers = {}

    def construct_mapping(self, node, deep=False):
        """Keys are texts, as they are in JSON and for the loader."""
        return {key.value: self.construct_object(value, deep=True) for key, value in node.value}


def construct_map(loader, node):
    return loader.construct_mapping(node)


Yaml12.add_constructor("tag:yaml.org,2002:map", construct_map)
for tag, pattern, first in [
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
]:
    Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))
Yaml12.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))
Yaml12.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(node.value))


def complaints(validator, path):
    document = yaml.load(path.read_text(encoding="utf-8"), Yaml12)
    return [
        f"{'.'.join(map(str, error.absolute_path)) or 'the file'}: {error.message[:200]}"
        for error in sorted(validator.iter_errors(document), key=lambda e: list(map(str, e.path)))
    ]


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    here = root / "tests" / "schema"
    schema = json.loads((root / "scenarios" / "schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)

    good = [*sorted((root / "scenarios").rglob("*.yaml")), *sorted((here / "good").glob("*.yaml"))]
    good += sorted((here / "resolved").glob("*.yaml"))
    broken = sorted((here / "broken").glob("*.yaml"))
    wrong = 0
    for path in good:
        for complaint in complaints(validator, path):
            print(f"{path.relative_to(root)}: refused: {complaint}")
            wrong += 1
    for path in broken:
        if not complaints(validator, path):
            print(f"{path.relative_to(root)}: accepted, but it is broken")
            wrong += 1
    print(f"{len(good)} good and {len(broken)} broken files, {wrong} judged wrongly")
    return 1 if wrong or len(broken) < 20 or not good else 0


if __name__ == "__main__":
    sys.exit(main())
