#pragma once

#include "squall/core/draw.hpp"
#include "squall/service/message.hpp"
#include "squall/traffic/spec.hpp"

#include <map>
#include <string>
#include <vector>

namespace squall::traffic {

/// What the requests of a class say.
service::Message message_of(const std::string& request_class, const RequestSpec& spec);

/// Gives each request its class, by the weights of the classes and the request's own key.
class RequestMix {
 public:
  /// Requires: as many classes as requests (one where there are none), and a weight above zero.
  RequestMix(const std::map<std::string, RequestSpec>& requests,
             std::vector<service::ClassId> classes);

  service::ClassId choose(Key request) const {
    return classes_.size() == 1 ? classes_.front() : drawn_class(request);
  }

 private:
  service::ClassId drawn_class(Key request) const;

  std::vector<service::ClassId> classes_;
  std::vector<double> choices_;  // the shares of the classes, summed up
};

}  // namespace squall::traffic
