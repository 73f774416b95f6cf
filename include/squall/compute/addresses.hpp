#pragma once

#include "squall/compute/address_pool.hpp"
#include "squall/compute/lives.hpp"
#include "squall/core/engine.hpp"
#include "squall/core/journal.hpp"
#include "squall/core/names.hpp"
#include "squall/core/signal.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace squall::compute {

/// Who has which IPv4 address.
///
/// An instance keeps its private address until it is terminated. A public one is EC2's: it comes
/// with each launch and start, and goes with each stop. An elastic one is the account's, and an
/// instance that has one has no other. What EC2 would not do is refused in the journal with its
/// error.
///
///     elastic: not allocated --allocate--> allocated --associate--> associated (moves, or
///                   '--------release----------' '-----disassociate-----'        follows a stop)
class Addresses {
 public:
  using ElasticId = std::uint32_t;

  static constexpr std::uint32_t none = 0;        ///< no address: 0.0.0.0
  static constexpr LifeId nobody = 0xffffffff;    ///< no instance
  static constexpr std::size_t most_elastic = 5;  ///< of a region: AWS's quota

  struct Elastic {
    NameId name;
    std::uint16_t region;
    std::uint32_t address = none;  ///< none: not allocated
    LifeId holder = nobody;
  };

  Addresses(Engine& engine, Journal& journal, Names& names, const Lives& lives);

  /// So many instances are to come in all.
  void reserve(std::size_t count) { holders_.reserve(count); }

  /// The next instance, launched or not.
  void add(NameId region, NameId zone, bool wants_public, bool is_launched = true);

  /// It has gone on to this state.
  void enter(LifeId life, LifeState state);

  /// Not allocated yet.
  ElasticId add_elastic(NameId name, NameId region);

  void allocate(ElasticId elastic);
  void associate(ElasticId elastic, LifeId life, bool allow_reassociation);
  void disassociate(ElasticId elastic);
  void release(ElasticId elastic);

  /// What a run begins with: no quota, and nothing in the journal.
  void begin_with(ElasticId elastic, LifeId holder);

  std::uint32_t private_ip(LifeId life) const { return holders_[life].private_ip; }
  std::uint32_t public_ip(LifeId life) const { return holders_[life].public_ip; }
  /// When a run began; none where it had none.
  std::uint32_t first_public_ip(LifeId life) const { return holders_[life].first_public_ip; }

  /// Who has that public address now.
  LifeId holder_of(std::uint32_t address) const;

  const Elastic& elastic(ElasticId id) const { return elastics_[id]; }
  NameId region(const Elastic& elastic) const { return regions_[elastic.region].name; }

  /// From now on the address is this instance's, or nobody's.
  Signal<std::uint32_t, LifeId> moved;

 private:
  struct Holder {
    std::uint32_t private_ip = none;
    std::uint32_t public_ip = none;  // EC2's or an elastic one
    std::uint32_t first_public_ip = none;
    std::uint16_t region;
    bool wants_public;
    bool has_elastic = false;
  };

  struct Region {
    NameId name;
    std::map<NameId, AddressPool> subnets{};  // by zone
  };

  std::uint16_t region_of(NameId name);
  AddressPool& subnet(Region& region, NameId zone);
  void get_public(LifeId life);
  void lose_public(LifeId life);
  void join(Elastic& elastic, LifeId life);
  void part(Elastic& elastic);
  Elastic* elastic_of(LifeId life);
  const JournalKind* refusal(const Elastic& elastic, LifeId life) const;
  void write(const JournalKind& kind, Journal::About about);
  NameId text_of(std::uint32_t address);

  Engine& engine_;
  Journal& journal_;
  Names& names_;
  const Lives& lives_;
  AddressPool public_pool_;
  std::vector<Region> regions_;
  std::vector<Holder> holders_;  // by life
  std::vector<Elastic> elastics_;
};

}  // namespace squall::compute
