#include "squall/service/message.hpp"

#include <utility>

namespace squall::service {

void Messages::set(ClassId request_class, Message message) {
  common_[request_class] = std::move(message);
}

void Messages::set(CallerId caller, ClassId request_class, Message message) {
  own_[caller][request_class] = std::move(message);
}

const Message& Messages::of(CallerId caller, ClassId request_class) const {
  static const Message nothing_said;
  if (const auto its = own_.find(caller); its != own_.end()) {
    const auto own = its->second.find(request_class);
    if (own != its->second.end()) return own->second;
  }
  const auto common = common_.find(request_class);
  return common != common_.end() ? common->second : nothing_said;
}

}  // namespace squall::service
