#pragma once

#include "squall/core/list.hpp"
#include "squall/service/endpoint.hpp"

#include <cstdint>

namespace squall::service {

/// Whoever has an address, to those who ask there: who it is may change.
///
///   caller --offer--> door --> the holder        nobody has it: silence
///
/// A connection does not follow the address: what is open when it moves is never answered, and the
/// one that had it works for nobody.
class AddressDoor final : public Endpoint, public Caller {
 public:
  /// offered = returned + abandoned + with_holder() + unheard
  struct Counts {
    std::uint64_t offered = 0;
    std::uint64_t returned = 0;
    std::uint64_t abandoned = 0;  ///< by its caller, before the address moved
    std::uint64_t unheard = 0;    ///< nobody had the address, or it moved
  };

  /// Nobody has it yet.
  explicit AddressDoor(Exchange& exchange);

  /// From now on; null is nobody.  Requires: the holder outlives the door.
  void lead_to(Endpoint* holder);

  /// Requires: whoever offers has made the attempt.
  void offer(AttemptId attempt) override;
  void abandon(AttemptId attempt) override;
  bool has_room() const override { return !holder_ || holder_->has_room(); }

  void returned(AttemptId attempt, Outcome outcome) override;

  std::uint64_t with_holder() const { return open_.size(); }
  const Counts& counts() const { return counts_; }

  void check() const;

 private:
  bool is_reachable() const override { return holder_ && holder_->reachable(); }
  void take_back(AttemptId attempt);

  Exchange& exchange_;
  const CallerId self_;
  Endpoint* holder_ = nullptr;
  List<&Attempt::at_target> open_;  // with the holder
  Counts counts_;
};

}  // namespace squall::service
