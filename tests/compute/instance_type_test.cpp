#include "squall/compute/instance_type.hpp"

#include "support/catch.hpp"

#include <set>

using namespace squall;
using namespace squall::compute;

namespace {

const InstanceType& type(std::string_view name) {
  const InstanceType* found = find_instance_type(name);
  REQUIRE(found);
  return *found;
}

}  // namespace

TEST_CASE("a burstable type's baseline is its credits an hour over its vCPUs", "[compute][types]") {
  CHECK(type("t3.nano").burst.credits_per_hour() == 6);
  CHECK(type("t3.nano").baseline() == 0.05);
  CHECK(type("t3.xlarge").baseline() == 0.4);
  CHECK(type("t2.xlarge").baseline() == 0.225);
  CHECK(type("t2.2xlarge").baseline() == 0.17);
  CHECK(type("t2.2xlarge").burst.most_credits() == Approx(1958.4));
  CHECK(type("m5.large").baseline() == 1.0);
}

TEST_CASE("t2 is given 30 credits a vCPU at launch and the others none", "[compute][types]") {
  CHECK(type("t2.micro").burst.launch_credits() == 30);
  CHECK(type("t2.2xlarge").burst.launch_credits() == 240);
  for (const char* name : {"t3.micro", "t3a.micro", "t4g.micro"})
    CHECK(type(name).burst.launch_credits() == 0);
}

TEST_CASE("m, c and r have 4, 2 and 8 GiB a vCPU", "[compute][types]") {
  CHECK(type("m6i.large").memory == 8_GiB);
  CHECK(type("c7g.medium").memory == 2_GiB);
  CHECK(type("r5.4xlarge").memory == 128_GiB);
  CHECK(type("t3.nano").memory == 512_MiB);
}

TEST_CASE("no type is named twice, and each grows in its family", "[compute][types]") {
  std::set<std::string_view> seen;
  const InstanceType* before = nullptr;
  for (const InstanceType& each : instance_types()) {
    CHECK(seen.insert(each.name).second);
    CHECK(find_instance_type(each.name) == &each);
    CHECK(each.network_mbps.baseline <= each.network_mbps.burst);
    CHECK(each.ebs_mbps.baseline <= each.ebs_mbps.burst);
    CHECK(each.ebs_iops.baseline <= each.ebs_iops.burst);
    if (before && family_of(before->name) == family_of(each.name)) {
      CHECK(each.vcpus >= before->vcpus);
      CHECK(each.memory > before->memory);
      CHECK(each.burst.vcpu_seconds_per_hour >= before->burst.vcpu_seconds_per_hour);
    }
    before = &each;
  }
  CHECK(find_instance_type("t3") == nullptr);
  CHECK(find_instance_type("m7g.24xlarge") == nullptr);
}
