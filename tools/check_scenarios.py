#!/usr/bin/env python3
"""Checks that every scenario of the repository loads: check_scenarios.py SQUALL [ROOT]"""
import subprocess
import sys
from pathlib import Path


def main():
    program = Path(sys.argv[1]).resolve()
    root = Path(sys.argv[2] if len(sys.argv) > 2 else ".")
    failed = 0
    for scenario in sorted((root / "scenarios").rglob("*.yaml")):
        name = scenario.relative_to(root).as_posix()
        done = subprocess.run([program, "check", name], cwd=root, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode != 0:
            failed += 1
            print(f"{name}:1: error: 'squall check' ends with {done.returncode}\n{done.stdout}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
