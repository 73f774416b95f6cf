#pragma once

#include "squall/core/draw.hpp"
#include "squall/core/sampler.hpp"
#include "squall/core/slab.hpp"
#include "squall/traffic/spec.hpp"

#include <cstdint>
#include <optional>

namespace squall::traffic {

/// The sessions under way: each sends its requests one after the other.
class Sessions {
 public:
  explicit Sessions(const std::optional<SessionSpec>& spec);

  /// Whether sessions go on after their first request; where not, nothing is kept of them.
  bool go_on() const { return requests_ > 1; }

  /// A session begins; request `ordinal` of it has the key child(key, ordinal).
  std::uint32_t begin(Key key) { return sessions_.allocate(Session{key, 0}); }

  Key next_key(std::uint32_t session);

  /// Tells the sessions that had this number one after the other apart.
  std::uint32_t visit(std::uint32_t session) const {
    return static_cast<std::uint32_t>(sessions_[session].key.word);
  }

  /// How long the user of a session thinks after a request; nothing where it was the last one, and
  /// the session is over.
  std::optional<Duration> settled(std::uint32_t session, Key request);

 private:
  struct Session {
    Key key;
    std::uint32_t sent = 0;
  };

  const std::uint32_t requests_;
  const Sampler think_;
  Slab<Session, 10> sessions_;
};

}  // namespace squall::traffic
