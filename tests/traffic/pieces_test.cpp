#include "squall/traffic/pieces.hpp"

#include "squall/traffic/client_ledger.hpp"

#include "support/catch.hpp"

using namespace squall;
using namespace squall::traffic;

TEST_CASE("each moment that counts lies in one piece of a run", "[traffic][pieces]") {
  const Pieces pieces({Time(10s), Time(20s), Time(25s), Time(30s)});
  CHECK(pieces.count() == 3);
  CHECK(pieces.at(Time(10s)) == 0);
  CHECK(pieces.at(Time(20s) - 1ns) == 0);
  CHECK(pieces.at(Time(20s)) == 1);
  CHECK(pieces.at(Time(30s) - 1ns) == 2);
  CHECK(pieces.contain(Time(10s)));
  CHECK_FALSE(pieces.contain(Time(10s) - 1ns));
  CHECK_FALSE(pieces.contain(Time(30s)));
  CHECK(pieces[1] == Window{Time(20s), Time(25s)});
}

TEST_CASE("a client's ledger tells any part of the run between two cuts", "[traffic][pieces]") {
  ClientContext context{"x", 1, {0, 1}, Pieces({Time(1s), Time(2s), Time(3s)})};
  ClientLedger ledger(context);
  service::Request early;
  early.born = Time(1500ms);
  early.request_class = 1;
  service::Request late;
  late.born = Time(2500ms);
  ledger.sent(0, Time(500ms));  // does not count
  ledger.sent(1, early.born);
  ledger.sent(0, late.born);
  ledger.sent(0, Time(3s));  // nor this
  ledger.settled(late, service::Ending::succeeded, Time(2600ms));
  ledger.settled(early, service::Ending::timed_out, Time(2700ms));
  ledger.check();
  const Tally first = ledger.tally_of({Time(1s), Time(2s)});
  CHECK(first.requests == 1);
  CHECK(first.timed_out == 1);
  const Tally second = ledger.tally_of({Time(2s), Time(3s)});
  CHECK(second.succeeded == 1);
  CHECK(second.latency.max() == 100ms);
  CHECK(ledger.tally_of({Time(1s), Time(3s)}).requests == 2);
  CHECK(ledger.tally_of({Time(1s), Time(3s)}, 1).timed_out == 1);
  CHECK(ledger.stats().total.requests == 2);
  CHECK(ledger.stats().classes[1].requests == 1);
}
