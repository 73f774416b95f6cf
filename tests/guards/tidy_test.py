import sys
import unittest

from planted import ROOT, PlantedTestCase

sys.path.insert(0, str(ROOT / "tools"))
import cpp_functions  # noqa: E402


class Tidy(PlantedTestCase):
    def check(self):
        return self.run_tool("tidy.py", self.root)

    def refuses(self, path, text, line, what):
        file = self.plant(path, text)
        code, printed = self.check()
        file.unlink()
        self.assertEqual(code, 1, f"accepted in {path}: {text}")
        self.assertIn(f"{path}:{line}: error: ", printed)
        self.assertIn(what, printed)
        self.assertEqual(printed.count("error:"), 1, printed)

    def accepts(self, path, text):
        file = self.plant(path, text)
        self.assertEqual(self.check(), (0, ""))
        file.unlink()

    def test_long_functions_files_and_lines(self):
        body = "  ++x;\n"
        self.accepts("sim/core/a.cpp", "int f() {\n" + 68 * body + "}\n")
        self.refuses("sim/core/a.cpp", "\nint f() {\n" + 69 * body + "}\n", 2, "71 lines")
        self.refuses("tests/core/a_test.cpp", 'TEST_CASE("a { b", "[c]") {\n' + 69 * body + "}\n",
                     1, "71 lines")
        self.accepts("sim/core/a.cpp", 600 * "\n")
        self.refuses("sim/core/a.cpp", 601 * "\n", 601, "601 lines")
        self.accepts("sim/core/a.cpp", "// " + 97 * "é" + "\n")
        self.refuses("tools/a.py", "# " + 99 * "x" + "\n", 1, "101 columns")

    def test_left_overs(self):
        for word in ("TO" + "DO", "FIX" + "ME", "XX" + "X"):
            self.refuses("sim/core/a.cpp", f"\n// {word}: later\n", 2, word)
            self.refuses("scenarios/a.yaml", f"# {word}\n", 1, word)

    def test_std_function(self):
        use = "std::function<void()> f;\n"
        self.refuses("sim/core/a.cpp", use, 1, "std::function")
        self.refuses("bench/a_bench.cpp", use, 1, "std::function")
        for path in ("include/squall/core/signal.hpp", "tests/core/a_test.cpp", "bench/peers/a.cpp",
                     "tools/squall/a.cpp"):
            self.accepts(path, use)
        self.accepts("sim/core/a.cpp", '// std::function\nauto a = "std::function";\n')

    def test_chance_and_clocks_of_the_machine(self):
        for use in ("int x = rand();", "std::random_device device;", "srand(1);"):
            self.refuses("sim/world/a.cpp", use + "\n", 1, "keyed draw")
        for clock in ("system_clock", "steady_clock", "high_resolution_clock"):
            self.refuses("include/squall/core/a.hpp", f"\nauto t = {clock}::now();\n", 2,
                         "engine.now()")
        self.accepts("sim/experiment/a.cpp", "auto t = std::chrono::steady_clock::now();\n")
        self.accepts("sim/core/a.cpp", "int x = operand(1); std::chrono::sys_seconds at;\n")

    def test_unordered_containers_in_models(self):
        use = "std::unordered_map<int, int> a;"
        self.refuses("sim/metrics/a.cpp", use + "\n", 1, "lookup only")
        self.accepts("sim/metrics/a.cpp", f"#include <unordered_map>\n{use}  // lookup only\n")
        self.accepts("sim/report/a.cpp", use + "\n")

    def test_library_features_that_models_do_without(self):
        self.refuses("sim/core/a.cpp", 'auto s = std::format("x");\n', 1, "fmt::format")
        self.refuses("sim/core/a.cpp", "#include <ranges>\n", 1, "loop")
        self.refuses("sim/core/a.cpp", "for (auto x : xs | std::views::reverse) {}\n", 1, "loop")
        self.refuses("sim/core/a.cpp", "#include <thread>\n", 1, "one thread")
        self.accepts("sim/core/a.cpp", 'std::ranges::sort(xs);\nfmt::format("x");\n')
        self.accepts("sim/experiment/a.cpp", "#include <thread>\nstd::jthread worker;\n")

    def test_iostream_in_the_library(self):
        self.refuses("sim/report/a.cpp", "#include <iostream>\n", 1, "<iostream>")
        self.accepts("tools/squall/main.cpp", "#include <iostream>\n")

    def test_types_of_one_name(self):
        def in_space(space, type_):
            return f"namespace {space} {{\n\n{type_}\n\n}}\n"

        first = self.plant("include/squall/core/a.hpp", in_space("squall", "struct A {\n};"))
        self.refuses("sim/core/b.cpp", in_space("squall", "class A final : B {\n};"), 3,
                     "include/squall/core/a.hpp has a squall::A too")
        self.refuses("sim/core/b.cpp", in_space("squall", "struct A {};"), 3, "squall::A too")
        for other in (in_space("squall::core", "struct A {\n};"), in_space("squall", "class A;"),
                      in_space("squall", "struct B {\n  struct A {};\n};"),
                      in_space("squall", "namespace {\n\nstruct A {\n};\n\n}")):
            self.accepts("sim/core/b.cpp", other)
        first.unlink()

    def test_using_namespace_in_headers(self):
        self.refuses("sim/core/a.hpp", "using namespace std;\n", 1, "using namespace")
        self.refuses("tests/support/a.hpp", "using namespace squall;\n", 1, "using namespace")
        literals = "using namespace std::chrono_literals;\n"
        self.refuses("include/squall/core/a.hpp", literals, 1, "core/time.hpp")
        self.accepts("include/squall/core/time.hpp", literals)
        self.accepts("sim/core/a.cpp", "using namespace std;\n")

    def test_detail_in_public_headers(self):
        self.refuses("include/squall/core/a.hpp", "namespace squall::detail {}\n", 1, "detail")
        self.refuses("include/squall/core/a.hpp", "int x = detail::f();\n", 1, "detail")
        self.accepts("sim/core/a.hpp", "namespace detail {}\n")


class Functions(unittest.TestCase):
    def lines(self, text):
        return cpp_functions.functions(cpp_functions.code_only(text))

    def test_functions_are_found_wherever_they_stand(self):
        self.assertEqual(self.lines("""namespace a {
class B {
 public:
  int c() const {
    if (d) {
    }
  }
  E e_{};
};
}
int f() {
}
"""), [(3, 7), (11, 12)])

    def test_constructors_with_braced_members(self):
        self.assertEqual(self.lines("""A::A(int b)
    : b_{b}, c_(d(b)) {
  e();
}
int f() {
}
"""), [(1, 4), (5, 6)])
        self.assertEqual(self.lines("A::A(B b = {}) : b_{b} {\n}\n"), [(1, 2)])

    def test_tables_are_no_functions(self):
        self.assertEqual(self.lines("""constexpr Row rows[] = {
    {1, f(2)},
};
struct S {
  int x = 1;
};
enum class E { a };
int f() {
}
"""), [(8, 9)])

    def test_braces_in_text_comments_and_macros_do_not_count(self):
        self.assertEqual(self.lines("""int f() {
  // {
  /* { */ g('{', "{", 1'000, '{', 0xff'ff, '{');
  h(R"x({
)x");
}
#define M {\\
  {
int g() {
}
"""), [(1, 6), (9, 10)])

    def test_templates_and_trailing_returns(self):
        self.assertEqual(self.lines("""template <class T>
  requires(sizeof(T) > 4)
auto f(T t) -> std::vector<T> {
}
auto g = [](int x) {
};
"""), [(1, 4), (5, 6)])
