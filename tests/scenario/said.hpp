#pragma once

#include "squall/core/diagnostic.hpp"
#include "squall/scenario/loader.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <unistd.h>

namespace squall::scenario {

/// The errors of a text that cannot be loaded, one message a line.
inline std::vector<std::string> said_about(const std::string& text,
                                           const LoadOptions& options = {}) {
  std::vector<std::string> messages;
  try {
    load_text("web.yaml", text, options);
  } catch (const ScenarioError& error) {
    for (const Diagnostic& each : error.diagnostics())
      if (each.severity == Severity::error) messages.push_back(one_line(each));
  }
  return messages;
}

/// A folder of its own for a test, gone afterwards.
class Folder {
 public:
  explicit Folder(const std::string& name)
      : path_(std::filesystem::temp_directory_path() /
              ("squall-" + name + "-" + std::to_string(getpid()))) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string add(const std::string& name, const std::string& text) const {
    const auto path = path_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
    return path.string();
  }

  std::vector<std::string> said_about(const std::string& path) const {
    std::vector<std::string> messages;
    try {
      load_file(path);
    } catch (const ScenarioError& error) {
      for (const Diagnostic& each : error.diagnostics()) {
        if (each.severity != Severity::error) continue;
        std::string message = one_line(each);
        for (auto at = message.find(path_.string()); at != message.npos;
             at = message.find(path_.string()))
          message.erase(at, path_.string().size() + 1);
        messages.push_back(message);
      }
    }
    return messages;
  }

 private:
  std::filesystem::path path_;
};

/// Two services, an Auto Scaling group behind a balancer, and those who ask.
inline const std::string shop = R"(region: ap-northeast-2
duration: 10m
services:
  web: {workers: 8, handler: {cpu: {exponential: 20ms}}}
instances: {one: {count: 2, instance_type: t3.micro, service: web}}
target_groups: {web: {health_check: {interval: 10s, timeout: 4s}}}
load_balancers: {front: {listeners: {80: {forward: web}}}}
auto_scaling_groups:
  web:
    instance_type: m6i.large
    service: web
    min_size: 2
    max_size: 6
    target_groups: [web]
    policies: {cpu: {target: 50%}}
clients:
  shoppers: {from: seoul, to: front, rate: 40/s}
  robots: {from: seoul, to: front, rate: {steps: {0: 5/s, 1m: 9/s}}}
timeline: [{at: 5m, hang: one-1}, {at: 6m, crash: [one-2]}]
)";

}  // namespace squall::scenario
