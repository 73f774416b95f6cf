from planted import PlantedTestCase


class RunReadme(PlantedTestCase):
    def setUp(self):
        super().setUp()
        program = self.plant("bin/squall", '#!/bin/sh\necho "ran $*"\n'
                                           'case "$1" in fail) echo oops >&2; exit 2;; esac\n')
        program.chmod(0o755)

    def check(self, text, path="README.md"):
        self.plant(path, text)
        return self.run_tool("run_readme.py", self.root, self.root / "bin")

    def console(self, *lines, info="console"):
        return "\n".join([f"```{info}", *lines, "```", ""])

    def refuses(self, text, line, what):
        code, printed = self.check(text)
        self.assertEqual(code, 1, f"accepted: {text}")
        self.assertIn(f"README.md:{line}: error: ", printed)
        self.assertIn(what, printed)

    def accepts(self, text):
        self.assertEqual(self.check(text), (0, ""))

    def test_nothing_to_run_is_fine(self):
        self.assertEqual(self.run_tool("run_readme.py", self.root, self.root / "bin"), (0, ""))
        self.accepts("# Squall\n\n```yaml\nsquall: 1\n```\n")

    def test_output_as_shown(self):
        self.accepts(self.console("$ squall a", "ran a", "$ squall b \\", "    c", "ran b c"))
        self.accepts("1. in a list\n\n   ```console\n   $ squall a\n   ran a\n   ```\n")

    def test_other_output_is_refused(self):
        self.refuses(self.console("$ squall a", "ran b"), 2, "-ran b\n    +ran a")
        self.refuses(self.console("$ squall a"), 2, "+ran a")
        self.refuses(self.console("$ true", "ran"), 2, "-ran")
        self.refuses(self.console("$ squall a", "ran a", "$ squall b", "ran c"), 4, "'squall b'")

    def test_three_dots_stand_for_any_lines(self):
        self.accepts(self.console("$ seq 5000", "1", "...", "17", "18", "...", "5000", "..."))
        self.accepts(self.console("$ squall a", "...", "ran a"))
        self.refuses(self.console("$ seq 9", "1", "...", "8"), 2, "prints something else")
        self.refuses(self.console("$ seq 9", "...", "4", "6", "..."), 2, "prints something else")
        self.refuses(self.console("$ seq 9", "...", "6", "...", "4", "..."), 2, "something else")
        self.refuses(self.console("$ seq 1", "1", "...", "1"), 2, "prints something else")
        self.refuses(self.console("$ seq 2", "1", "2", "...", "2"), 2, "prints something else")

    def test_the_exit_code_counts(self):
        self.refuses(self.console("$ squall fail", "ran fail", "oops"), 2, "2, not with 0")
        self.accepts(self.console("$ squall fail", "ran fail", "oops", info="console exit=2"))
        self.refuses(self.console("$ squall a", "ran a", info="console exit=2"), 2, "not with 2")

    def test_a_block_may_opt_out_of_comparison_but_not_silently(self):
        self.accepts(self.console("$ squall a", "other", info="console run-only"))
        self.refuses(self.console("$ squall fail", info="console run-only"), 2, "ends with 2")
        self.accepts(self.console("$ squall fail", info="console no-run"))
        self.refuses(self.console("$ squall a", info="console maybe"), 1, "unknown word 'maybe'")
        self.refuses(self.console(), 1, "without a command")
        self.refuses(self.console("squall a"), 2, "begins with a command")

    def test_what_nobody_would_run_is_refused(self):
        self.refuses("text\n\n    $ squall a\n", 3, "indented")
        self.refuses("```sh\nsquall a\n```\n", 1, "```console")

    def test_a_file_is_shown_as_it_is(self):
        self.plant("examples/a.cpp", "int a;\n\nint b;\n")
        shown = ["int a;", "", "int b;"]
        self.accepts(self.console(*shown, info="cpp examples/a.cpp"))
        self.accepts(self.console("anything", info="cpp"))
        self.refuses(self.console(*shown[:2], info="cpp examples/a.cpp"), 1, "+int b;")
        self.refuses(self.console(*shown, info="cpp examples/b.cpp"), 1, "no file examples/b.cpp")

    def test_commands_of_one_document_share_a_folder_with_the_scenarios(self):
        original = self.plant("scenarios/a.yaml", "squall: 1\n")
        self.accepts(self.console("$ echo x >> scenarios/a.yaml") +
                     self.console("$ cat scenarios/a.yaml", "squall: 1", "x"))
        self.assertEqual(original.read_text(), "squall: 1\n")

    def test_the_handbook_is_run_too(self):
        code, printed = self.check(self.console("$ squall a", "b"), "docs/handbook/alarms.md")
        self.assertEqual(code, 1)
        self.assertIn("docs/handbook/alarms.md:2: error: ", printed)
