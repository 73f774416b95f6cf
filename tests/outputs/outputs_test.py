"""What the program writes, and what becomes of it when the machine or the user will not have it:
files are there whole or not at all, nothing that is known is lost, and the exit status tells."""

import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest

SQUALL = None

SCENARIO = """
region: us-east-1
duration: %s
services: {web: {handler: {cpu: 2ms}}}
instances: {web: {count: 2, instance_type: m6i.large, service: web, target_groups: [web]}}
target_groups: {web: {}}
load_balancers: {front: {listeners: {80: {forward: web}}}}
clients: {users: {to: front, rate: 100/s}}
"""


class Outputs(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)
        self.scenario = self.path / "shop.yaml"
        self.scenario.write_text(SCENARIO % "10s")
        self.long = self.path / "long.yaml"
        self.long.write_text(SCENARIO % "2000h")

    def tearDown(self):
        self.assertEqual([str(p) for p in self.path.rglob("*.tmp")], [])
        self.folder.cleanup()

    def squall(self, *words, **how):
        how = {"capture_output": True, "text": True, **how}
        return subprocess.run([SQUALL, *map(str, words)], cwd=self.path, check=False, **how)

    def stopped(self, *words, wishes=(signal.SIGINT,)):
        """The status and the output of a command that is stopped on its way."""
        with subprocess.Popen([SQUALL, *map(str, words)], cwd=self.path, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            time.sleep(2)
            for wish in wishes:
                process.send_signal(wish)
            out, err = process.communicate(timeout=60)
            return process.returncode, out, err

    def test_a_run_that_is_stopped_says_what_it_has(self):
        status, out, err = self.stopped("run", self.long, "--json", "r.json")
        self.assertEqual(status, 130)
        self.assertIn("PARTIAL", out)
        self.assertEqual(err, "")
        result = json.loads((self.path / "r.json").read_text())
        self.assertTrue(result["scenario"]["partial"])
        self.assertGreater(result["totals"]["requests"], 1000)
        self.assertEqual(sum(result["series"]["requests"]), result["totals"]["requests"])

    def test_one_wish_that_comes_twice_is_one(self):
        status, out, _ = self.stopped("run", self.long, wishes=(signal.SIGINT, signal.SIGINT))
        self.assertEqual(status, 130)
        self.assertIn("PARTIAL", out)

    def test_many_runs_that_are_stopped_say_what_the_first_of_them_say(self):
        status, out, _ = self.stopped("run", self.scenario, "-n", "100000", "--json", "r.json",
                                      "--csv", "tables", wishes=(signal.SIGTERM,))
        self.assertEqual(status, 130)
        self.assertIn("PARTIAL", out)
        result = json.loads((self.path / "r.json").read_text())
        self.assertTrue(result["partial"])
        rows = (self.path / "tables/clients.csv").read_text().splitlines()
        self.assertEqual(len(rows), 1 + 2 * result["runs"])

    def test_a_first_run_that_is_stopped_has_nothing_to_say(self):
        status, out, err = self.stopped("run", self.long, "-n", "2", "--json", "r.json")
        self.assertEqual((status, out), (130, ""))
        self.assertIn("stopped before a run had ended", err)
        self.assertFalse((self.path / "r.json").exists())

    def test_a_comparison_that_is_stopped_compares_what_has_ended(self):
        status, out, _ = self.stopped("compare", self.scenario, "-n", "100000", "--variant",
                                      "more", "--set", "clients.users.rate=110/s")
        self.assertEqual(status, 130)
        self.assertIn("PARTIAL", out)

    def test_several_outputs_at_once(self):
        done = self.squall("run", self.scenario, "--json", "r.json", "--csv", "tables")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("requests", done.stdout)
        json.loads((self.path / "r.json").read_text())
        self.assertTrue((self.path / "tables/clients.csv").exists())

    def test_standard_output_holds_only_what_is_sent_there(self):
        done = self.squall("run", self.scenario, "--json", "-", "--csv", "tables")
        self.assertEqual(done.returncode, 0)
        json.loads(done.stdout)
        self.assertTrue((self.path / "tables/series.csv").exists())

    def test_a_full_disk_is_said_and_what_is_known_is_shown(self):
        done = self.squall("run", self.scenario, "--json", "/dev/full")
        self.assertEqual(done.returncode, 3)
        self.assertIn("cannot write '/dev/full': No space left on device", done.stderr)
        self.assertIn("requests", done.stdout)

    def test_a_full_disk_behind_standard_output_is_said(self):
        for words in (["run", self.scenario], ["run", self.scenario, "--json", "-"],
                      ["check", self.scenario], ["explain"], ["types"], ["places"], ["schema"],
                      ["follow", self.scenario], ["--help"], ["--version"]):
            with self.subTest(words=words), open("/dev/full", "w", encoding="utf-8") as full:
                done = self.squall(*words, capture_output=False, stdout=full,
                                   stderr=subprocess.PIPE)
                self.assertEqual(done.returncode, 3)
                self.assertIn("No space left on device", done.stderr)

    def test_a_folder_that_takes_nothing_keeps_what_it_has(self):
        closed = self.path / "closed"
        closed.mkdir()
        (closed / "r.json").write_text("before")
        os.chmod(self.path, 0o755)
        os.chmod(closed, 0o555)
        as_nobody = (lambda: os.setuid(65534)) if os.geteuid() == 0 else None
        done = self.squall("run", self.scenario, "--json", closed / "r.json", preexec_fn=as_nobody)
        os.chmod(closed, 0o755)
        self.assertEqual(done.returncode, 3)
        self.assertIn("Permission denied", done.stderr)
        self.assertIn("requests", done.stdout)
        self.assertEqual((closed / "r.json").read_text(), "before")

    def test_of_several_files_none_is_written_where_one_cannot_be(self):
        (self.path / "tables/slo.csv").mkdir(parents=True)
        done = self.squall("run", self.scenario, "--json", "r.json", "--csv", "tables")
        self.assertEqual(done.returncode, 3)
        self.assertIn("slo.csv", done.stderr)
        self.assertFalse((self.path / "r.json").exists())
        self.assertEqual([p.name for p in (self.path / "tables").iterdir()], ["slo.csv"])

    def test_a_file_where_a_folder_is_meant(self):
        (self.path / "tables").write_text("mine")
        done = self.squall("run", self.scenario, "--csv", "tables")
        self.assertEqual(done.returncode, 3)
        self.assertIn("tables", done.stderr)
        self.assertEqual((self.path / "tables").read_text(), "mine")

    def test_a_reader_who_leaves_is_no_failure(self):
        for words in (["run", self.scenario, "--json", "r.json"], ["explain", "--markdown"],
                      ["schema"], ["run", self.scenario, "--json", "-"]):
            with self.subTest(words=words):
                with subprocess.Popen([SQUALL, *map(str, words)], cwd=self.path,
                                      stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
                    process.stdout.close()
                    self.assertEqual(process.stderr.read(), b"")
                    self.assertEqual(process.wait(), 0)
        json.loads((self.path / "r.json").read_text())

    def stored(self, name, *words):
        path = self.path / name
        self.squall("run", self.scenario, "-n", "4", "--json", path, "-q", *words)
        return path

    def test_results_of_earlier_runs_compare_as_scenarios_do(self):
        before = self.stored("before.json")
        after = self.stored("after.json", "--set", "services.web.handler.cpu=4ms")
        done = self.squall("compare", before, after, "--json", "found.json")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("2 designs × 4 runs, same arrivals", done.stdout)
        self.assertIn("after.json is worse than before.json on p50", done.stdout)
        self.assertTrue(json.loads((self.path / "found.json").read_text())["paired"])

    def test_a_result_compares_with_a_scenario_that_is_run_as_often_with_its_seeds(self):
        before = self.stored("before.json", "--set", "seed=7")
        done = self.squall("compare", before, self.scenario)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("2 designs × 4 runs, same arrivals", done.stdout)
        self.assertIn("no difference from before.json is shown", done.stdout)

    def test_results_with_other_seeds_are_not_paired(self):
        other = self.stored("b.json", "--set", "seed=7")
        done = self.squall("compare", self.stored("a.json"), other)
        self.assertEqual(done.returncode, 0)
        self.assertIn("not paired: their seeds differ", done.stdout)
        self.assertIn("(95%, not paired, 1 comparison)", done.stdout)

    def test_what_is_no_result_to_compare_is_told_with_what_to_write(self):
        good = self.stored("good.json")
        text = good.read_text()
        single = self.path / "single.json"
        self.squall("run", self.scenario, "--json", single, "-q")
        for name, content, message in (
                ("cut.json", text[:len(text) // 2], "is no whole JSON"),
                ("tag.json", text.replace("squall.result/1", "squall.result/9"),
                 "has the format 'squall.result/9'"),
                ("single.json", single.read_text(), "holds one run"),
                ("huge.json", re.sub(r'"succeeded": [0-9]+', '"succeeded": ' + 30 * "9", text),
                 "contradict"),
                ("endless.json", text.replace('"simulated_s": 10', '"simulated_s": 1e400'),
                 "is no whole JSON"),
                ("deep.json", '{"format": ' + "[" * 200_000, "is no whole JSON"),
                ("steer.json", text.replace("squall.result/1", "\\u001b[2J"), "format '?[2J'")):
            with self.subTest(name=name):
                path = self.path / name
                path.write_text(content)
                done = self.squall("compare", good, path)
                self.assertEqual(done.returncode, 2)
                self.assertIn(message, done.stderr)
                self.assertIn("write 'squall run FILE -n 20 --json RESULT.json'", done.stderr)
        for words, message in (([good], "write a second file"),
                               ([good, good, "-n", "5"], "'-n' comes too late"),
                               ([good, good, "--set", "seed=1"], "'--set' comes too late")):
            with self.subTest(words=words):
                done = self.squall("compare", *words)
                self.assertEqual(done.returncode, 2)
                self.assertIn(message, done.stderr)

    def test_a_result_that_was_stopped_early_says_so(self):
        good = self.stored("good.json")
        partial = self.path / "partial.json"
        partial.write_text(good.read_text().replace('"partial": false,\n  "headlines"',
                                                    '"partial": true,\n  "headlines"'))
        done = self.squall("compare", good, partial)
        self.assertEqual(done.returncode, 0)
        self.assertIn("partial.json was stopped after 4 runs", done.stdout)

    def test_a_broken_scenario_leaves_the_last_result_alone(self):
        (self.path / "r.json").write_text("before")
        self.scenario.write_text("region: nowhere\n")
        done = self.squall("run", self.scenario, "--json", "r.json")
        self.assertEqual(done.returncode, 2)
        self.assertEqual((self.path / "r.json").read_text(), "before")

    def test_what_cannot_be_is_said_before_the_run(self):
        for words, message in ((["--csv", "-"], "the name of a folder"),
                               (["--why", "5s", "-n", "3"], "a single run"),
                               (["--from", "8s", "--to", "3s"], "nothing counts from 8s to 3s"),
                               (["--to", "1h"], "lies outside the run"),
                               ([self.scenario, "--json", "x"], "one scenario")):
            with self.subTest(words=words):
                done = self.squall("run", self.long if words[0] == "-n" else self.scenario, *words)
                self.assertEqual(done.returncode, 2)
                self.assertIn(message, done.stderr)


if __name__ == "__main__":
    SQUALL = os.path.abspath(sys.argv.pop(1))
    unittest.main()
