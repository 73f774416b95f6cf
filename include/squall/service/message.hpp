#pragma once

#include "squall/core/units.hpp"
#include "squall/service/attempt.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace squall::service {

/// What all requests of one class from one caller say: what the rules of a balancer look at.
struct Message {
  static constexpr const char* refused_method = "TRACE";  ///< by an ALB
  static constexpr std::size_t longest_method = 127;      ///< that a CLB takes

  std::string method = "GET";
  std::string host;        ///< empty: the name of whoever is asked
  std::string path = "/";  ///< and, behind a '?', the query
  std::map<std::string, std::string> headers;
  Bytes size{};      ///< of the request
  Bytes response{};  ///< of a good answer
};

/// What requests say, by who sends them and their class. It is filled while a world is built.
class Messages {
 public:
  /// Whoever says nothing else says this.
  void set(ClassId request_class, Message message);
  void set(CallerId caller, ClassId request_class, Message message);

  /// What the caller's requests ask for that name no host, whoever gets them.
  void set_host(CallerId caller, std::string host);
  const std::string& host_of(CallerId caller) const {
    return caller < hosts_.size() ? hosts_[caller] : nothing_said_.host;
  }

  const Message& of(CallerId caller, ClassId request_class) const {
    if (caller < own_.size() && said(own_[caller], request_class))
      return *own_[caller][request_class];
    return said(common_, request_class) ? *common_[request_class] : nothing_said_;
  }

  /// Whether none has a size, or a method that is refused wherever it comes: then a balancer
  /// without rules need not look at them.
  bool plain() const { return plain_; }

 private:
  using ByClass = std::vector<std::optional<Message>>;

  static bool said(const ByClass& messages, ClassId request_class) {
    return request_class < messages.size() && messages[request_class];
  }
  void put(ByClass& messages, ClassId request_class, Message message);

  const Message nothing_said_{};
  ByClass common_;
  std::vector<ByClass> own_;        // by caller
  std::vector<std::string> hosts_;  // by caller; empty: the name of whoever gets them
  bool plain_ = true;
};

}  // namespace squall::service
