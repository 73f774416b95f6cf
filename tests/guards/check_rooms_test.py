from planted import PlantedTestCase


class CheckRooms(PlantedTestCase):
    def check(self):
        return self.run_tool("check_rooms.py", self.root)

    def test_a_room_may_use_itself_and_what_lies_above(self):
        self.plant("include/squall/service/a.hpp",
                   '#include "squall/core/time.hpp"\n#include "squall/service/b.hpp"\n')
        self.plant("sim/report/a.cpp", '#include "squall/experiment/compare.hpp"\n')
        self.plant("tests/core/a_test.cpp", '#include "support/catch.hpp"\n')
        self.plant("tests/theory/a_test.cpp", '#include "squall/world/world.hpp"\n')
        self.plant("include/squall/squall.hpp", '#include "squall/world/world.hpp"\n')
        self.assertEqual(self.check(), (0, ""))

    def test_a_room_may_not_use_what_lies_below(self):
        self.plant("include/squall/core/bad.hpp", '#include "squall/balancing/spec.hpp"\n')
        self.assertEqual(self.check(), (1, "include/squall/core/bad.hpp:1: error: core may not "
                                           "include balancing, which lies below it\n"))

    def test_sources_private_headers_and_tests_are_held_to_it_too(self):
        self.plant("sim/network/deep/bad.hpp", '#pragma once\n  # include <squall/compute/x.hpp>\n')
        self.plant("sim/traffic/bad.cpp", '#include "balancing/private.hpp"\n')
        self.plant("tests/metrics/bad_test.cpp", '\n\n#include "squall/network/paths.hpp"\n')
        code, printed = self.check()
        self.assertEqual(code, 1)
        self.assertEqual([line.split(",")[0] for line in printed.splitlines()], [
            "sim/network/deep/bad.hpp:2: error: network may not include compute",
            "sim/traffic/bad.cpp:1: error: traffic may not include balancing",
            "tests/metrics/bad_test.cpp:3: error: metrics may not include network"])

    def test_a_folder_that_is_no_room_is_refused(self):
        self.plant("sim/utilities/a.cpp", "")
        code, printed = self.check()
        self.assertEqual(code, 1)
        self.assertIn("sim/utilities/a.cpp:1: error: no room is called utilities", printed)
