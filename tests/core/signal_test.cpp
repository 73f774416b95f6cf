#include "squall/core/signal.hpp"

#include "support/catch.hpp"

#include <string>

using namespace squall;

TEST_CASE("listeners hear a signal in the order in which they connected", "[core][signal]") {
  Signal<int> changed;
  std::string heard;
  for (const char name : {'a', 'b', 'c'}) {
    changed.connect([&heard, name](int value) { heard += name + std::to_string(value); });
  }

  changed(7);

  CHECK(heard == "a7b7c7");
}

TEST_CASE("a disconnected listener hears nothing more", "[core][signal]") {
  Signal<> changed;
  int first = 0, second = 0;
  const Connection connection = changed.connect([&] { ++first; });
  changed.connect([&] { ++second; });

  changed();
  changed.disconnect(connection);
  changed.disconnect(connection);
  changed.disconnect(Connection{});
  changed();

  CHECK(first == 1);
  CHECK(second == 2);
}

TEST_CASE("a listener may disconnect itself and those after it while it listens",
          "[core][signal]") {
  Signal<> changed;
  std::string heard;
  Connection own, later;
  changed.connect([&] { heard += 'a'; });
  own = changed.connect([&, text = std::string(100, 'x')] {
    changed.disconnect(own);
    changed.disconnect(later);
    heard += text.substr(0, 1);  // what the listener captured is still alive
  });
  later = changed.connect([&] { heard += 'c'; });
  changed.connect([&] { heard += 'd'; });

  changed();
  changed();

  CHECK(heard == "axdad");
}

TEST_CASE("a listener that connects during an emission hears the next one", "[core][signal]") {
  Signal<> changed;
  int heard = 0;
  bool connected = false;
  changed.connect([&] {
    if (connected) return;
    connected = true;
    for (int i = 0; i < 100; ++i) changed.connect([&] { ++heard; });
  });

  changed();
  CHECK(heard == 0);
  changed();
  CHECK(heard == 100);
}

TEST_CASE("a signal may be emitted again by one of its listeners", "[core][signal]") {
  Signal<int> changed;
  std::string heard;
  Connection first;
  first = changed.connect([&](int depth) {
    heard += 'a';
    if (depth > 0) changed(depth - 1);
    changed.disconnect(first);
  });
  changed.connect([&](int) { heard += 'b'; });

  changed(1);
  changed(0);

  CHECK(heard == "aabbb");
}
