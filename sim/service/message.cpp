#include "squall/service/message.hpp"

#include <cstddef>
#include <utility>

namespace squall::service {

void Messages::set(ClassId request_class, Message message) {
  put(common_, request_class, std::move(message));
}

void Messages::set(CallerId caller, ClassId request_class, Message message) {
  if (caller >= own_.size()) own_.resize(std::size_t{caller} + 1);
  put(own_[caller], request_class, std::move(message));
}

void Messages::set_host(CallerId caller, std::string host) {
  if (caller >= hosts_.size()) hosts_.resize(std::size_t{caller} + 1);
  hosts_[caller] = std::move(host);
}

void Messages::put(ByClass& messages, ClassId request_class, Message message) {
  plain_ = plain_ && message.size == Bytes{} && message.response == Bytes{} &&
           message.method != Message::refused_method &&
           message.method.size() <= Message::longest_method;
  if (request_class >= messages.size()) messages.resize(std::size_t{request_class} + 1);
  messages[request_class] = std::move(message);
}

}  // namespace squall::service
