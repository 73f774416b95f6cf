from planted import PlantedTestCase


class CheckScenarios(PlantedTestCase):
    def setUp(self):
        super().setUp()
        self.program = self.plant("bin/squall", '#!/bin/sh\n[ "$1" = check ] || exit 3\n'
                                                'grep wrong "$2" && exit 2 || exit 0\n')
        self.program.chmod(0o755)

    def check(self):
        return self.run_tool("check_scenarios.py", self.program, self.root)

    def test_scenarios_that_load_and_one_that_does_not(self):
        self.plant("scenarios/a.yaml", "fine\n")
        self.assertEqual(self.check(), (0, ""))
        self.plant("scenarios/teaching/b.yaml", "something wrong\n")
        code, printed = self.check()
        self.assertEqual(code, 1)
        self.assertEqual(printed, "scenarios/teaching/b.yaml:1: error: 'squall check' ends with 2\n"
                                  "something wrong\n\n")
