#include "squall/service/cpu.hpp"

#include "squall/core/random.hpp"
#include "squall/core/sampler.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

using namespace squall;
using namespace squall::service;

namespace {

using Finish = std::pair<JobId, Time>;

std::vector<Finish> finishes(Cpu& cpu) {
  std::vector<Finish> all;
  while (cpu.next_finish() != never) {
    const Time at = cpu.next_finish();
    all.emplace_back(cpu.finish(), at);
  }
  return all;
}

constexpr Time at(Duration time) { return Time(time); }

/// The same machine with long doubles: what each job has still to do, brought down step by step.
class NaiveCpu {
 public:
  explicit NaiveCpu(int vcpus) : vcpus_(vcpus) {}

  void advance(Time now) {
    const auto n = static_cast<long double>(left.size());
    const long double pace = n == 0 ? 0 : speed * std::min(1.0L, vcpus_ / n);
    for (auto& [job, work] : left) work -= pace * static_cast<long double>((now - since_).count());
    since_ = now;
  }

  std::map<JobId, long double> left;  // nanoseconds
  long double speed = 1;

 private:
  long double vcpus_;
  Time since_{};
};

/// Does the same to both and compares whenever a job is done.
class Pair {
 public:
  Pair(int vcpus, std::uint64_t seed) : cpu_(vcpus), naive_(vcpus), random_(seed, "cpu") {}

  void run(int steps) {
    for (int i = 0; i < steps; ++i) {
      now_ += Duration(static_cast<std::int64_t>(random_.below(3'000)));
      finish_until(now_);
      change();
    }
    if (naive_.speed == 0) set_speed(1);
    finish_until(never - 1ns);
    CHECK(cpu_.running() == 0);
    CHECK(naive_.left.empty());
    CHECK(finished_ > steps / 4);
  }

 private:
  void change() {
    naive_.advance(now_);
    ++changes_;
    const std::uint64_t what = random_.below(20);
    if (what == 0) return set_speed(static_cast<double>(random_.below(5)) / 4);
    const auto demand = static_cast<std::int64_t>(random_.below(20'000));
    naive_.left[next_job_] = static_cast<long double>(demand);
    cpu_.start(now_, next_job_++, Duration(demand));
  }

  void set_speed(double speed) {
    naive_.speed = speed;
    cpu_.set_speed(now_, Ratio{speed});
  }

  void finish_until(Time until) {
    while (cpu_.next_finish() <= until) {
      const Time done = cpu_.next_finish();
      const JobId job = cpu_.finish();
      naive_.advance(done);
      now_ = std::max(now_, done);
      ++changes_;
      ++finished_;
      // Never early, and late by no more than what rounding allows.
      REQUIRE(naive_.left.at(job) < 1e-6L);
      naive_.left.erase(job);
      const long double least = -1.0L - static_cast<long double>(changes_) / 1024;
      REQUIRE(std::all_of(naive_.left.begin(), naive_.left.end(),
                          [&](const auto& other) { return other.second > least; }));
    }
  }

  Cpu cpu_;
  NaiveCpu naive_;
  Random random_;
  Time now_{};
  JobId next_job_ = 0;
  std::int64_t changes_ = 0;
  int finished_ = 0;
};

}  // namespace

TEST_CASE("a job alone takes its demand", "[service][cpu]") {
  Cpu cpu(1);
  cpu.start(at(5s), 7, 123'456'789ns);
  CHECK(finishes(cpu) == std::vector<Finish>{{7, at(5s + 123'456'789ns)}});
}

TEST_CASE("as many jobs as vCPUs do not disturb each other", "[service][cpu]") {
  Cpu cpu(2);
  cpu.start(at(0s), 1, 10ms);
  cpu.start(at(1ns), 2, 5ms);
  CHECK(finishes(cpu) == std::vector<Finish>{{2, at(5ms + 1ns)}, {1, at(10ms)}});
}

TEST_CASE("one job more than vCPUs slows all of them alike", "[service][cpu]") {
  Cpu cpu(2);
  for (const JobId job : {1u, 2u, 3u}) cpu.start(at(0s), job, 20ms);
  CHECK(finishes(cpu) == std::vector<Finish>{{1, at(30ms)}, {2, at(30ms)}, {3, at(30ms)}});
}

TEST_CASE("who comes later slows who is there until one of them leaves", "[service][cpu]") {
  Cpu cpu(1);
  cpu.start(at(0s), 1, 10ms);
  cpu.start(at(4ms), 2, 3ms);  // from here on each at half speed: 2 is done after 6 ms
  CHECK(finishes(cpu) == std::vector<Finish>{{2, at(10ms)}, {1, at(13ms)}});
}

TEST_CASE("a job on a machine of its own takes its demand after any history", "[service][cpu]") {
  Cpu cpu(1);
  cpu.start(at(0s), 1, 1000ns);
  cpu.start(at(0s), 2, 1000ns);
  cpu.start(at(0s), 3, 1001ns);
  for (int i = 0; i < 3; ++i) cpu.finish();
  cpu.start(at(1s), 4, 777ns);
  CHECK(cpu.next_finish() == at(1s + 777ns));
}

TEST_CASE("equal work that starts first is done first", "[service][cpu]") {
  Cpu cpu(1);
  for (const JobId job : {9u, 3u, 5u}) cpu.start(at(0s), job, 1ms);
  CHECK(cpu.finish() == 9);
  CHECK(cpu.finish() == 3);
  CHECK(cpu.finish() == 5);
}

TEST_CASE("work without demand is done at once, however many others there are", "[service][cpu]") {
  Cpu cpu(1);
  cpu.start(at(0s), 1, 1ms);
  cpu.start(at(1us), 2, 0ns);
  CHECK(cpu.next_finish() == at(1us));
  CHECK(cpu.finish() == 2);
}

TEST_CASE("at half speed all takes twice as long, at no speed for ever", "[service][cpu]") {
  Cpu cpu(1);
  cpu.start(at(0s), 1, 10ms);
  cpu.set_speed(at(2ms), Ratio{0.5});
  CHECK(cpu.next_finish() == at(18ms));
  cpu.set_speed(at(4ms), Ratio{0});
  CHECK(cpu.next_finish() == never);
  cpu.set_speed(at(1h), Ratio{1});
  CHECK(cpu.next_finish() == at(1h + 7ms));
}

TEST_CASE("occupied vCPU time counts each vCPU, up to all of them", "[service][cpu]") {
  Cpu cpu(2);
  cpu.start(at(1s), 1, 10s);
  CHECK(cpu.used(at(2s)) == 1s);
  for (const JobId job : {2u, 3u}) cpu.start(at(2s), job, 10s);
  CHECK(cpu.used(at(3s)) == 3s);
  cpu.set_speed(at(3s), Ratio{0});
  CHECK(cpu.used(at(4s)) == 3s);
  cpu.clear(at(4s));
  cpu.set_speed(at(4s), Ratio{1});
  CHECK(cpu.used(at(5s)) == 3s);
}

TEST_CASE("what may be used of the vCPUs is shared by all jobs, and no more counts as used",
          "[service][cpu]") {
  Cpu cpu(2);
  cpu.limit(at(0s), 120);  // a fifth of a vCPU
  cpu.start(at(0s), 1, 10ms);
  CHECK(cpu.next_finish() == at(50ms));
  cpu.start(at(25ms), 2, 10ms);
  CHECK(cpu.next_finish() == at(75ms));
  CHECK(cpu.used(at(75ms)) == 15ms);
  CHECK(cpu.finish() == 1);
  cpu.limit(at(75ms), 1200);
  CHECK(cpu.next_finish() == at(80ms));
  CHECK(cpu.used(at(80ms)) == 20ms);
}

TEST_CASE("a job that needs less than may be used runs at full speed", "[service][cpu]") {
  Cpu cpu(8);
  cpu.limit(at(0s), 1920);  // 3.2 vCPUs
  for (const JobId job : {1u, 2u, 3u}) cpu.start(at(0s), job, 8ms);
  CHECK(cpu.next_finish() == at(8ms));
  cpu.start(at(0s), 4, 8ms);
  CHECK(cpu.next_finish() == at(10ms));
  CHECK(cpu.used(at(10ms)) == 32ms);
}

TEST_CASE("time used under a limit is never more than was allowed, however it is cut",
          "[service][cpu]") {
  Random random(3, "cuts");
  Cpu cpu(1);
  cpu.start(at(0s), 1, 1h);
  cpu.limit(at(0s), 17);
  std::int64_t now = 0;
  for (int i = 0; i < 10'000; ++i) {
    now += static_cast<std::int64_t>(random.below(1000));
    cpu.set_speed(Time(Duration(now)), Ratio{i % 2 == 0 ? 1.0 : 0.5});
    CHECK(cpu.used(Time(Duration(now))) == Duration(now * 17 / 600));
  }
}

TEST_CASE("the vCPU time of work that is done is its demand", "[service][cpu]") {
  Random random(1, "demands");
  Cpu cpu(2);
  Duration sum{};
  Time now{};
  for (JobId job = 0; job < 1000; ++job) {
    now += Duration(static_cast<std::int64_t>(random.below(1'000'000)));
    while (cpu.next_finish() <= now) cpu.finish();
    const Duration demand(static_cast<std::int64_t>(random.below(1'000'000)));
    sum += demand;
    cpu.start(now, job, demand);
  }
  const Time end = finishes(cpu).back().second;
  CHECK(cpu.used(end) >= sum);
  CHECK(cpu.used(end) <= sum + 2us);  // a nanosecond for each finish
}

TEST_CASE("a busy period of a year stays exact", "[service][cpu]") {
  constexpr JobId jobs = 365 * 24;
  Cpu cpu(2);
  Time now{};
  bool exact = true;
  for (JobId job = 0; job < jobs; ++job) {  // one or two at any time, never none
    cpu.start(now, job, 90min + 1ns);
    now += 1h;
    while (cpu.next_finish() <= now) {
      const Time done = cpu.next_finish();
      exact = exact && done - Time{} == cpu.finish() * 1h + 90min + 1ns;
    }
  }
  CHECK(exact);
  CHECK(cpu.running() == 1);
  CHECK(cpu.used(now) == (jobs - 1) * (90min + 1ns) + 1h);
}

TEST_CASE("a demand longer than any run neither ends nor overflows", "[service][cpu]") {
  Cpu cpu(1);
  cpu.start(at(0s), 1, Duration::max());
  cpu.start(at(0s), 2, 10ms);
  CHECK(cpu.next_finish() == at(20ms));
  cpu.finish();
  CHECK(cpu.next_finish() > at(24h * 25));
  cpu.set_speed(at(20ms), Ratio{1e-4});
  CHECK(cpu.next_finish() == never);
}

TEST_CASE("a share is what naive arithmetic says, over random histories", "[service][cpu]") {
  for (const int vcpus : {1, 2, 3, 8}) {
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
      CAPTURE(vcpus, seed);
      Pair(vcpus, seed).run(2000);
    }
  }
}
