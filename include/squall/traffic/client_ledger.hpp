#pragma once

#include "squall/service/request.hpp"
#include "squall/traffic/client_context.hpp"
#include "squall/traffic/client_stats.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace squall::traffic {

/// Counts a client's requests by class and by the piece of the run in which they were born: those
/// that count, and of these everything.
class ClientLedger {
 public:
  explicit ClientLedger(const ClientContext& context);

  void sent(service::ClassId request_class, Time born);
  void met(const service::Request& request, service::Incident incident);
  void settled(const service::Request& request, service::Ending ending, Time now);

  /// How many that count are not settled: when none is, a run may end.
  std::uint64_t open() const { return open_; }

  ClientStats stats() const;

  /// What became of those of a window, of one class (in the order of ClientSpec::requests) or all.
  /// Requires: the window begins and ends where the run is cut.
  Tally tally_of(const Window& window, std::optional<std::size_t> request_class = {}) const;

  /// How the run is cut, and what became of those of one piece, by class.
  const Pieces& pieces() const { return counted_; }
  std::span<const Tally> tallies(std::size_t piece) const {
    return {&tallies_[piece * classes_], classes_};
  }

  /// Every balance holds.
  void check() const;

 private:
  // A piece and its row of classes.
  struct Cursor {
    Window piece;
    std::size_t row = 0;  // where it begins
  };

  // Null where it does not count. Requests are sent, and mostly settled, in the order in which they
  // are born, the one some way behind the other: so each is mostly in the same piece as before.
  Tally* find(Cursor& cursor, service::ClassId request_class, Time born) {
    if (!cursor.piece.contains(born) && !turn(cursor, born)) [[unlikely]]
      return nullptr;
    return &tallies_[cursor.row + places_[request_class]];
  }

  bool turn(Cursor& cursor, Time born) const;

  const Pieces counted_;
  const std::size_t classes_;
  std::vector<std::size_t> places_;  // of a class in a row
  std::vector<Tally> tallies_;       // a row of classes for each piece
  Cursor sent_;
  Cursor settled_;
  std::uint64_t open_ = 0;
};

inline void ClientLedger::sent(service::ClassId request_class, Time born) {
  Tally* const tally = find(sent_, request_class, born);
  if (!tally) return;
  ++tally->requests;
  ++tally->attempts;
  ++tally->open;
  ++open_;
}

inline void ClientLedger::settled(const service::Request& request, service::Ending ending,
                                  Time now) {
  Tally* const tally = find(settled_, request.request_class, request.born);
  if (!tally) return;
  --tally->open;
  --open_;
  if (ending == service::Ending::succeeded) {
    ++tally->succeeded;
    tally->latency.record(now - request.born);
    return;
  }
  tally->failed += ending == service::Ending::failed;
  tally->timed_out += ending == service::Ending::timed_out;
  tally->refused += ending == service::Ending::refused;
}

}  // namespace squall::traffic
