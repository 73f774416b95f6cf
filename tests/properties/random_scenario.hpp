#pragma once

#include "squall/core/draw.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace squall::test {

/// A small scenario of everything that balances and of everybody who calls, as YAML: the same for
/// the same number.
///
/// Each choice is drawn by its own name, so leaving a feature out changes no other choice: that is
/// how a scenario that goes wrong is made smaller.
class RandomScenario {
 public:
  using Features = std::set<std::string>;

  explicit RandomScenario(std::uint64_t number, Features without = {});

  const std::string& yaml() const { return yaml_; }

  /// The optional features that it has.
  const Features& features() const { return features_; }

  /// Those that it might have had.
  const Features& tried() const { return tried_; }

 private:
  Draw draw(std::string_view name) const;
  bool has(const std::string& feature, double chance);
  int from_to(std::string_view name, int least, int most) const;
  std::string one_of(std::string_view name, const std::vector<std::string>& choices) const;

  void write(const std::string& line) { yaml_ += line + '\n'; }
  void write_distances();
  void write_services();
  void write_instances();
  void write_addresses();
  void write_storage();
  void write_groups();
  void write_group(int group);
  void write_group_of_clb(const std::string& name);
  void write_group_of_edge();
  void write_balancers();
  void write_clb();
  void write_second_region();
  void write_clients();
  void write_client(int client);
  void write_timeline();
  void write_security_groups();
  std::string moves_of_addresses();
  std::string turns_of_lives();
  std::string moves_of_storage();
  std::string tries();
  std::string groups_of(const std::string& thing) const;
  std::string steps();
  std::string call();
  std::string algorithm_of(const std::string& group);
  std::string health_check_of(const std::string& group);
  std::string fail_over_of(const std::string& group);
  std::string forward(const std::string& by);
  std::string rules();
  std::string action_of(const std::string& rule);
  std::string senders_of(const std::string& client);
  std::string retry_of(const std::string& client);
  std::string patience_of(const std::string& client);
  std::string classes_of(const std::string& client);
  std::string instance(const std::string& name) const;

  const Key key_;
  const Features without_;
  Features features_;
  Features tried_;
  std::string yaml_;
  int groups_ = 1;
  int entries_ = 1;
  bool network_ = false;
  bool classic_ = false;
  bool edge_ = false;  // an NLB forwards to the ALB `front`
};

}  // namespace squall::test
