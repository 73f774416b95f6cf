// The two models as one loop over one heap, and nothing else: no engine, no components, no
// options. Every speed of this project is stated as a multiple of this program's time. It pops and
// pushes as any engine must; one that knew in advance that a handler schedules again could replace
// the top at once and take a tenth less.

#include "peer.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

namespace {

constexpr double nanoseconds_per_second = 1e9;

/// xoshiro256++, seeded by splitmix64.
class Generator {
 public:
  explicit Generator(std::uint64_t seed) {
    for (std::uint64_t& word : state_) {
      seed += 0x9e3779b97f4a7c15;
      std::uint64_t z = seed;
      z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
      z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
      word = z ^ (z >> 31);
    }
  }

  std::uint64_t operator()() {
    const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

 private:
  std::array<std::uint64_t, 4> state_;
};

/// Exp(1) by the ziggurat of Marsaglia and Tsang: 256 layers of equal area, 97.8% of all draws
/// cost one word, one multiplication and one comparison.
class Exponential {
 public:
  Exponential() {
    const double area = 0.0039496598225815571993;
    edge_[0] = area / std::exp(-tail);
    edge_[1] = tail;
    for (std::size_t i = 2; i < 256; ++i)
      edge_[i] = -std::log(area / edge_[i - 1] + std::exp(-edge_[i - 1]));
    edge_[256] = 0;
    for (std::size_t i = 0; i < 256; ++i) {
      layers_[i].width = edge_[i] * 0x1p-53;
      layers_[i].inside = static_cast<std::uint64_t>(edge_[i + 1] / edge_[i] * 0x1p53);
    }
  }

  double operator()(Generator& words) const {
    const std::uint64_t word = words();
    const std::uint64_t position = word >> 11;
    const Layer& layer = layers_[word & 255];
    if (position < layer.inside) [[likely]]
      return static_cast<double>(position) * layer.width;
    return outside(word & 255, static_cast<double>(position) * layer.width, words);
  }

 private:
  struct Layer {
    double width;          // of the layer, per unit of position
    std::uint64_t inside;  // positions below it lie under the curve for sure
  };

  [[gnu::noinline]] double outside(std::size_t i, double x, Generator& words) const {
    if (i == 0) return tail + (*this)(words);  // the tail looks like the whole
    const double low = std::exp(-edge_[i]);
    const double high = std::exp(-edge_[i + 1]);
    const double y = low + (high - low) * static_cast<double>(words() >> 11) * 0x1p-53;
    return y < std::exp(-x) ? x : (*this)(words);
  }

  static constexpr double tail = 7.69711747013104972;
  std::array<Layer, 256> layers_;
  std::array<double, 257> edge_;
};

enum Kind : std::uint32_t { arrival, finish };
constexpr std::uint32_t kind_shift = 28;

struct Event {
  std::int64_t when;    // nanoseconds
  std::uint64_t order;  // of scheduling; settles equal times
  std::uint32_t what;   // kind above kind_shift, instance below
  std::uint32_t request;
};
static_assert(sizeof(Event) == 24);

__extension__ using Wide = unsigned __int128;

/// As one wide number, because the two-word subtraction needs no branch.
inline Wide rank(const Event& event) {
  return (Wide{static_cast<std::uint64_t>(event.when)} << 64) | event.order;
}

/// Four children each, the earliest (when, order) on top.
class Heap {
 public:
  bool empty() const { return size_ == 0; }

  void push(std::int64_t when, std::uint32_t what, std::uint32_t request) {
    if (size_ + 5 > slots_.size()) slots_.resize(2 * slots_.size() + 8, never);
    rise(size_++, {when, next_order_++, what, request});
  }

  Event pop() {
    const Event top = slots_[0];
    const Event last = slots_[--size_];
    slots_[size_] = never;
    if (size_ > 0) rise(sink(), last);
    return top;
  }

 private:
  /// Moves the least child up until the hole is a leaf; nearly every `last` belongs down there.
  std::size_t sink() {
    Event* const slots = slots_.data();
    std::size_t hole = 0;
    for (std::size_t first = 1; first < size_; first = 4 * hole + 1) {
      const std::size_t left = first + (rank(slots[first + 1]) < rank(slots[first]));
      const std::size_t right = first + 2 + (rank(slots[first + 3]) < rank(slots[first + 2]));
      const std::size_t least = rank(slots[right]) < rank(slots[left]) ? right : left;
      slots[hole] = slots[least];
      hole = least;
    }
    return hole;
  }

  void rise(std::size_t hole, const Event& event) {
    Event* const slots = slots_.data();
    while (hole > 0) {
      const std::size_t parent = (hole - 1) / 4;
      if (rank(slots[parent]) < rank(event)) break;
      slots[hole] = slots[parent];
      hole = parent;
    }
    slots[hole] = event;
  }

  static constexpr Event never{std::numeric_limits<std::int64_t>::max(), 0, 0, 0};

  std::vector<Event> slots_;  // all beyond size_ are never, so siblings need no bounds
  std::size_t size_ = 0;
  std::uint64_t next_order_ = 0;
};

peer::HoldAnswer hold(const peer::Hold& spec) {
  Generator words(spec.seed);
  const Exponential exponential;
  Heap heap;
  const auto draw = [&] {
    return static_cast<std::int64_t>(exponential(words) * nanoseconds_per_second);
  };

  for (std::uint32_t i = 0; i < spec.events; ++i) heap.push(draw(), i, 0);
  std::int64_t now = 0;
  for (std::uint64_t i = 0; i < spec.holds; ++i) {
    const Event event = heap.pop();
    now = event.when;
    heap.push(now + draw(), event.what, event.request);
  }
  return {spec.holds, static_cast<double>(now) / nanoseconds_per_second};
}

/// Requests that wait at one instance, first in first out.
class Ring {
 public:
  bool empty() const { return head_ == tail_; }

  void push(std::uint32_t request) {
    if (tail_ - head_ == slots_.size()) grow();
    slots_[tail_++ & (slots_.size() - 1)] = request;
  }

  std::uint32_t pop() { return slots_[head_++ & (slots_.size() - 1)]; }

 private:
  void grow() {
    std::vector<std::uint32_t> larger(std::max<std::size_t>(4, 2 * slots_.size()));
    for (std::uint32_t i = head_; i != tail_; ++i)
      larger[i & (larger.size() - 1)] = slots_[i & (slots_.size() - 1)];
    slots_ = std::move(larger);
  }

  std::vector<std::uint32_t> slots_;  // a power of two of them
  std::uint32_t head_ = 0;
  std::uint32_t tail_ = 0;
};

struct Instance {
  Ring waiting;
  std::uint32_t idle;  // workers
};

/// When each open request arrived. A free entry holds the next free one.
class Requests {
 public:
  std::uint32_t open(std::int64_t now) {
    if (free_ == none) {
      arrived_.push_back(now);
      return static_cast<std::uint32_t>(arrived_.size() - 1);
    }
    const std::uint32_t request = free_;
    free_ = static_cast<std::uint32_t>(arrived_[request]);
    arrived_[request] = now;
    return request;
  }

  std::int64_t close(std::uint32_t request) {
    const std::int64_t arrived = arrived_[request];
    arrived_[request] = free_;
    free_ = request;
    return arrived;
  }

 private:
  static constexpr std::uint32_t none = ~std::uint32_t{0};
  std::vector<std::int64_t> arrived_;
  std::uint32_t free_ = none;
};

peer::W1Answer w1(const peer::W1& spec) {
  Generator words(spec.seed);
  const Exponential exponential;
  Heap heap;
  Requests requests;
  std::vector<Instance> instances(spec.instances, {{}, spec.workers});
  const double gap = nanoseconds_per_second / spec.arrivals_per_second();
  const auto draw = [&](double mean) {
    return static_cast<std::int64_t>(exponential(words) * mean);
  };
  const auto serve = [&](std::int64_t now, std::uint32_t target, std::uint32_t request) {
    heap.push(now + draw(nanoseconds_per_second), finish << kind_shift | target, request);
  };

  std::int64_t total = 0;
  std::uint64_t finished = 0;
  std::uint32_t turn = 0;
  heap.push(draw(gap), arrival << kind_shift, 0);
  while (finished < spec.requests) {
    const Event event = heap.pop();
    const std::int64_t now = event.when;
    switch (event.what >> kind_shift) {
      case arrival: {
        heap.push(now + draw(gap), arrival << kind_shift, 0);
        const std::uint32_t request = requests.open(now);
        const std::uint32_t target = turn;
        turn = turn + 1 == spec.instances ? 0 : turn + 1;
        if (instances[target].idle > 0) {
          --instances[target].idle;
          serve(now, target, request);
        } else {
          instances[target].waiting.push(request);
        }
        break;
      }
      case finish: {
        const std::uint32_t target = event.what & ((1u << kind_shift) - 1);
        total += now - requests.close(event.request);
        ++finished;
        if (instances[target].waiting.empty())
          ++instances[target].idle;
        else
          serve(now, target, instances[target].waiting.pop());
        break;
      }
    }
  }
  return {finished,
          static_cast<double>(total) / nanoseconds_per_second / static_cast<double>(finished)};
}

}  // namespace

int main(int argc, char** argv) { return peer::run(argc, argv, hold, w1); }
