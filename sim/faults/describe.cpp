#include "squall/faults/describe.hpp"

#include <fmt/format.h>

namespace squall::faults {

namespace {

std::string words_of(std::string_view key, const std::vector<std::string>& instances) {
  std::string text = std::string(key) + ":";
  for (const std::string& name : instances) text += (text.ends_with(':') ? " " : ", ") + name;
  return text;
}

// The others are about instances, about an address, or about something that is stored.
template <class Form>
std::string words(std::string_view key, const Form& form) {
  if constexpr (requires { form.instances; })
    return words_of(key, form.instances);
  else if constexpr (requires { form.elastic_ip; })
    return fmt::format("{}: {}", key, form.elastic_ip);
  else if constexpr (requires { form.volume; })
    return fmt::format("{}: {}", key, form.volume);
  else if constexpr (requires { form.snapshot; })
    return fmt::format("{}: {}", key, form.snapshot);
  else
    return fmt::format("{}: {}", key, form.image);
}

// With what it is done.
std::string words(std::string_view key, const Action::AttachVolume& form) {
  return fmt::format("{}: {} to {}", key, form.volume, form.instance);
}

std::string words(std::string_view key, const Action::CreateSnapshot& form) {
  return fmt::format("{}: {} of {}", key, form.snapshot, form.volume);
}

std::string words(std::string_view key, const Action::CopySnapshot& form) {
  return fmt::format("{}: {} from {}", key, form.snapshot, form.source);
}

std::string words(std::string_view key, const Action::CreateImage& form) {
  return fmt::format("{}: {} of {}{}", key, form.image, form.instance,
                     form.no_reboot ? ", without a reboot" : "");
}

std::string words(std::string_view key, const Action::CopyImage& form) {
  return fmt::format("{}: {} from {}", key, form.image, form.source);
}

std::string for_so_long(const std::optional<Duration>& duration) {
  return duration ? " for " + ScalarText<Duration>::print(*duration) : std::string();
}

std::string words(std::string_view key, const Action::FailZone& form) {
  return fmt::format("{}: {}{}", key, form.zone, for_so_long(form.duration));
}

std::string words(std::string_view key, const Action::FailRegion& form) {
  return fmt::format("{}: {}{}", key, form.region, for_so_long(form.duration));
}

std::string words(std::string_view key, const Action::ZonalShift& form) {
  return fmt::format("{}: {} away from {}{}", key, form.load_balancer, form.zone,
                     for_so_long(form.duration));
}

std::string words(std::string_view key, const Action::CutLink& form) {
  return fmt::format("{}: {} to {}{}", key, form.link.one, form.link.other,
                     for_so_long(form.duration));
}

std::string words(std::string_view key, const Action::SlowLink& form) {
  return fmt::format("{}: {} to {} by {}{}", key, form.link.one, form.link.other,
                     ScalarText<Duration>::print(form.by), for_so_long(form.duration));
}

template <class Form>
std::string rule_of(std::string_view key, const Form& form) {
  using network::Peer;
  using network::PortRange;
  const auto words = [&](const char* way, PortRange port, const char* preposition,
                         const Peer& peer) {
    return fmt::format("{}: {}, {} {} {} {}", key, form.group, way,
                       ScalarText<PortRange>::print(port), preposition,
                       ScalarText<Peer>::print(peer));
  };
  return form.inbound ? words("inbound", form.inbound->port, "from", form.inbound->from)
                      : words("outbound", form.outbound->port, "to", form.outbound->to);
}

std::string words(std::string_view key, const Action::Allow& form) { return rule_of(key, form); }

std::string words(std::string_view key, const Action::Revoke& form) { return rule_of(key, form); }

std::string words(std::string_view key, const Action::AssociateAddress& form) {
  return fmt::format("{}: {} with {}", key, form.elastic_ip, form.instance);
}

std::string words(std::string_view key, const Action::ModifyInstance& form) {
  return fmt::format("{} to {}", words_of(key, form.instances), form.instance_type);
}

std::string sizes(const UpdateGroup& form) {
  std::string text;
  const auto add = [&text](const char* key, const std::optional<int>& value) {
    if (value) text += fmt::format(", {} {}", key, *value);
  };
  add("min_size", form.min_size);
  add("max_size", form.max_size);
  add("desired_capacity", form.desired_capacity);
  return text;
}

std::string words(std::string_view key, const UpdateGroup& form) {
  return fmt::format("{}: {}{}", key, form.auto_scaling_group, sizes(form));
}

std::string processes(std::string_view key, const std::string& group,
                      const std::vector<scaling::Process>& processes) {
  std::string text = fmt::format("{}: {}", key, group);
  for (const scaling::Process each : processes)
    text +=
        fmt::format(", {}", Words<scaling::Process>::words[static_cast<std::size_t>(each)].word);
  return text;
}

std::string words(std::string_view key, const SuspendProcesses& form) {
  return processes(key, form.auto_scaling_group, form.processes);
}

std::string words(std::string_view key, const ResumeProcesses& form) {
  return processes(key, form.auto_scaling_group, form.processes);
}

std::string words(std::string_view key, const ExhaustZone& form) {
  return fmt::format("{}: {}{}", key, form.zone, for_so_long(form.duration));
}

std::string words(std::string_view key, const Action::Try& form) {
  return fmt::format("{}: {}", key, describe(form.attempt));
}

// With a port, which a try by ssh has not, or with a key.
template <class Form>
std::string words_of_try(std::string_view by, const Form& form) {
  const std::string from = ScalarText<Origin>::print(form.from);
  if constexpr (requires { form.port; })
    return fmt::format("{} {}, port {}, from {}", by, form.to, form.port.number, from);
  else
    return fmt::format("{} {} from {}{}{}", by, form.to, from, form.key.empty() ? "" : " with ",
                       form.key);
}

}  // namespace

std::string describe(const TrySpec& attempt) {
  const std::string_view by = Alternatives<TrySpec>::table[attempt.form.index()].key;
  return std::visit([by](const auto& form) { return words_of_try(by, form); }, attempt.form);
}

std::string describe(const Action& action) {
  const std::string_view key = Alternatives<Action>::table[action.form.index()].key;
  return std::visit([key](const auto& form) { return words(key, form); }, action.form);
}

}  // namespace squall::faults
