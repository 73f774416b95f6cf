#pragma once

#include "squall/core/units.hpp"
#include "squall/service/attempt.hpp"

#include <map>
#include <string>
#include <vector>

namespace squall::service {

/// What all requests of one class from one caller say: what the rules of a balancer look at.
struct Message {
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

  const Message& of(CallerId caller, ClassId request_class) const;

 private:
  using ByClass = std::map<ClassId, Message>;

  ByClass common_;
  std::map<CallerId, ByClass> own_;
};

}  // namespace squall::service
