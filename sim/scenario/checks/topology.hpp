#pragma once

#include "squall/network/paths.hpp"
#include "squall/service/message.hpp"
#include "squall/world/scenario.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace squall::scenario {

/// What requests say that come from one block of addresses.
struct Saying {
  service::Message message;
  Cidr from;
};

/// Instances that run one service, fixed in number or a group.
struct Fleet {
  std::string_view section;  // "instances" or "auto_scaling_groups"
  std::string_view name;
  std::string_view service;
  std::string_view instance_type;
  std::string_view region;
  std::vector<std::string> zones;  // full names
  const std::vector<std::string>* target_groups = nullptr;
  int most = 0;  // how many instances it can have
};

/// Whom a name asks: `orders.write` is the endpoint orders and the class write.
struct Asked {
  std::string endpoint;       // an entry of a section; empty where there is none of that name
  std::string request_class;  // empty where it names none
};

/// One way on from a balancer: a fleet and its part of the requests.
struct Share {
  const Fleet* fleet;
  double ratio;
};

/// Who is behind whom: endpoints, target groups and the fleets that answer.
class Topology {
 public:
  explicit Topology(const world::Scenario& scenario);

  const std::vector<Fleet>& fleets() const { return fleets_; }
  const Fleet* fleet(std::string_view name) const;
  const std::vector<const Fleet*>& behind(std::string_view target_group) const;

  /// The balancer that is the target of a group, if one is; of several the first by name.
  const std::string* balancer_behind(const std::string& target_group) const;

  /// Whether a balancer, or one that it leads to, has rules. Of a DNS record: whether one of its
  /// own.
  bool looks_at_messages(const std::string& endpoint) const;

  /// Whether it is an instance, or all of an entry of instances or of a group.
  bool is_instance(std::string_view name) const;

  /// Whether "web-3" is one of the fleet web. A group gives its instances ever higher numbers.
  static bool is_instance_of(std::string_view name, const Fleet& fleet);

  Asked asked(const std::string& name) const;

  /// The same of a client, which may know somebody by his address.
  Asked asked_by(const traffic::ClientSpec& client) const;

  /// The fleets of those that an elastic IP is associated with, at first or by the timeline.
  std::vector<const Fleet*> holders(const std::string& elastic_ip) const;

  /// The way between any two regions, cities and zones.
  const network::Paths& paths() const { return paths_; }

  /// Where a balancer, database, address or instance is; empty for what is everywhere.
  std::string_view region_of(const std::string& endpoint) const;

  /// The endpoint that a client's requests come to: of a latency record, the nearest; empty where
  /// there is none.
  std::string entry_for(const traffic::ClientSpec& client) const;

  /// Who answers most of such requests to a balancer, DNS record or elastic IP, or a fleet itself;
  /// with a ratio of 0 who answers some, or when others are ill. Empty for a database.
  std::vector<Share> shares(const std::string& endpoint, const Saying& saying) const;

 private:
  std::string entry_of(const std::string& name) const;
  std::vector<Share> shares(const balancing::DnsRecordSpec& record, const Saying& saying) const;
  std::vector<Share> shares(const balancing::LoadBalancerSpec& balancer, int port,
                            const Saying& saying) const;
  std::vector<Share> shares_of(const std::string& group, const Saying& saying) const;

  const world::Scenario& scenario_;
  const network::Paths paths_;
  std::vector<Fleet> fleets_;
  std::map<std::string_view, const Fleet*> by_name_;
  std::map<std::string_view, std::vector<const Fleet*>> by_target_group_;
  const std::map<std::string, std::string> balancers_by_group_;
};

/// "web" and 3 of "web-3"; 0 where the name is no instance's.
struct InstanceName {
  std::string_view entry;
  long number = 0;
};
InstanceName instance_name(std::string_view name);

}  // namespace squall::scenario
