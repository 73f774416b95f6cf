import os
import subprocess

from planted import ROOT, PlantedTestCase


class Headers(PlantedTestCase):
    def check(self):
        """(exit code, output) of compiling each header of a small project alone."""
        self.plant("CMakeLists.txt", f"""
            cmake_minimum_required(VERSION 3.22)
            project(planted LANGUAGES CXX)
            include({ROOT}/cmake/SquallHeaders.cmake)
            squall_check_headers(headers ${{PROJECT_SOURCE_DIR}}/include)
            """)
        cmake = os.environ.get("CMAKE", "cmake")
        for arguments in (["-G", "Ninja", "-S", self.root, "-B", self.root / "build"],
                          ["--build", self.root / "build", "--target", "headers"]):
            done = subprocess.run([cmake, *arguments], stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, text=True, check=False)
            if done.returncode != 0:
                break
        return done.returncode, done.stdout

    def test_a_header_that_needs_another_include_before_it_is_found(self):
        self.plant("include/squall/core/good.hpp", "#pragma once\n#include <string>\n"
                                                   "inline std::string f() { return {}; }\n")
        code, printed = self.check()
        self.assertEqual(code, 0, printed)
        self.plant("include/squall/core/bad.hpp", "#pragma once\n\nstd::string g();\n")
        code, printed = self.check()
        self.assertNotEqual(code, 0)
        self.assertIn("include/squall/core/bad.hpp:3", printed)

    def test_a_header_without_a_guard_is_found(self):
        self.plant("include/squall/core/bare.hpp", "struct Bare {};\n")
        code, printed = self.check()
        self.assertNotEqual(code, 0)
        self.assertIn("Bare", printed)

    def test_a_header_that_a_source_includes_first_is_left_to_it(self):
        self.plant("include/squall/core/good.hpp", "#pragma once\n")
        self.plant("include/squall/core/own.hpp", "#pragma once\n\nstd::string g();\n")
        self.plant("include/squall/core/own.cpp", '#include "squall/core/own.hpp"\n')
        code, printed = self.check()
        self.assertEqual(code, 0, printed)
        self.plant("include/squall/core/own.cpp", "#include <string>\n\n"
                                                  '#include "squall/core/own.hpp"\n')
        code, printed = self.check()
        self.assertNotEqual(code, 0)
        self.assertIn("include/squall/core/own.hpp:3", printed)
