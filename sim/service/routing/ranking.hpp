#pragma once

#include "squall/core/invariant.hpp"
#include "squall/service/routing/algorithm.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace squall::service {

/// Candidates in the order of a count that each has, so that those with the lowest are at hand.
///
///   order_   3 8 | 1 4 5 | 2          counts 0 0 | 1 1 1 | 2
///   up_to_       2       5   6        how many have at most 0, 1, 2
///
/// To raise a count by one is to change places with the last of its equals and to move their border
/// by one; so raising, lowering and looking cost the same for any number of candidates. Joining and
/// leaving cost as much as there are different counts. A candidate keeps its count while it is out.
class Ranking {
 public:
  /// Requires: it is not in.
  void join(Candidate candidate) {
    if (candidate >= members_.size()) members_.resize(candidate + 1);
    Member& member = members_[candidate];
    INVARIANT(!member.in);
    make_room(member.count);
    member.in = true;
    member.place = static_cast<std::uint32_t>(order_.size());
    order_.push_back(candidate);
    ++up_to_.back();
    for (std::size_t count = up_to_.size() - 1; count > member.count; --count)
      take_below(candidate, count - 1);
    if (order_.size() == 1 || member.count < lowest_) lowest_ = member.count;
  }

  /// Requires: it is in.
  void leave(Candidate candidate) {
    Member& member = members_[candidate];
    INVARIANT(member.in);
    for (std::size_t count = member.count; count + 1 < up_to_.size(); ++count)
      take_above(candidate, count);
    swap(member.place, static_cast<std::uint32_t>(order_.size() - 1));
    order_.pop_back();
    --up_to_.back();
    member.in = false;
    while (!order_.empty() && up_to_[lowest_] == 0) ++lowest_;
  }

  void raise(Candidate candidate) {
    Member& member = members_[candidate];
    const std::uint32_t count = member.count++;
    if (!member.in) return;
    make_room(count + 1);
    take_above(candidate, count);
    if (up_to_[lowest_] == 0) ++lowest_;
  }

  /// Requires: its count is above 0.
  void lower(Candidate candidate) {
    Member& member = members_[candidate];
    const std::uint32_t count = --member.count;
    if (!member.in) return;
    take_below(candidate, count);
    if (count < lowest_) lowest_ = count;
  }

  /// All that are in and have the lowest count of these, in no order that means anything.
  std::span<const Candidate> lowest() const { return {order_.data(), up_to_[lowest_]}; }

 private:
  struct Member {
    std::uint32_t count = 0;
    std::uint32_t place = 0;  // in order_
    bool in = false;
  };

  void make_room(std::uint32_t count) {
    if (count >= up_to_.size()) up_to_.resize(count + 1, static_cast<std::uint32_t>(order_.size()));
  }

  // From the first of those with more than `count` to the last of those with at most that.
  void take_below(Candidate candidate, std::size_t count) {
    swap(members_[candidate].place, up_to_[count]++);
  }

  // The other way round.
  void take_above(Candidate candidate, std::size_t count) {
    swap(members_[candidate].place, --up_to_[count]);
  }

  void swap(std::uint32_t a, std::uint32_t b) {
    std::swap(order_[a], order_[b]);
    members_[order_[a]].place = a;
    members_[order_[b]].place = b;
  }

  std::vector<Member> members_;       // by candidate
  std::vector<Candidate> order_;      // those that are in
  std::vector<std::uint32_t> up_to_;  // how many of these have at most this count
  std::uint32_t lowest_ = 0;          // count, where any is in
};

}  // namespace squall::service
