#include "world/gates.hpp"

#include <fmt/format.h>

namespace squall::world {

namespace {

// An address may be had by one after the other, at a port of his own each.
std::string between(const Crossing& crossing) {
  if (!crossing.address.empty()) return fmt::format("{} to {}", crossing.who, crossing.address);
  const std::string& to = crossing.to.name.empty() ? std::string("externals") : crossing.to.name;
  return fmt::format("{} to {}, port {}", crossing.who, to, crossing.port);
}

}  // namespace

Gates::Gates(Engine& engine, service::Exchange& exchange,
             const std::map<std::string, network::SecurityGroupSpec>& groups)
    : engine_(engine), exchange_(exchange), any_(!groups.empty()), groups_(groups) {}

service::Endpoint& Gates::before(service::Endpoint& endpoint, const Crossing& crossing) {
  if (!crossing.guarded() && crossing.address.empty()) return endpoint;
  const auto [known, is_new] = by_crossing_.emplace(crossing, posts_.size());
  if (is_new)
    posts_.push_back({crossing, std::make_unique<balancing::Gate>(
                                    exchange_, crossing.passage(groups_), crossing.kept)});
  return posts_[known->second].gate->door(endpoint);
}

void Gates::turn(const Crossing& crossing) {
  for (Post& post : posts_) {
    if (post.crossing.address.empty() || post.crossing.client != crossing.client) continue;
    post.crossing = crossing;
    post.gate->turn(crossing.passage(groups_), engine_.now());
  }
}

bool Gates::look_again() {
  for (const Post& post : posts_) post.gate->change(post.crossing.passage(groups_), engine_.now());
  return true;
}

std::vector<service::CallerId> Gates::callers_of(std::string_view client) const {
  std::vector<service::CallerId> callers;
  for (const Post& post : posts_)
    if (post.crossing.client == client) callers.push_back(post.gate->id());
  return callers;
}

std::uint64_t Gates::open() const {
  std::uint64_t open = 0;
  for (const Post& post : posts_) open += post.gate->open();
  return open;
}

std::map<std::string, std::uint64_t> Gates::dropped() const {
  std::map<std::string, std::uint64_t> dropped;
  for (const auto& [crossing, gate] : posts_) {
    if (gate->counts().dropped == 0) continue;
    dropped[between(crossing)] += gate->counts().dropped;
  }
  return dropped;
}

void Gates::check() const {
  for (const Post& post : posts_) post.gate->check();
}

}  // namespace squall::world
