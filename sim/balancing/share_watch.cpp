#include "squall/balancing/share_watch.hpp"

namespace squall::balancing {

namespace {

// So many that chance seldom makes a half or a double of them twice in a row.
constexpr double enough = 50;
constexpr double far_more = 2;
constexpr double far_less = 0.5;

}  // namespace

ShareWatch::ShareWatch(Engine& engine, const TargetGroup& group, Duration window)
    : engine_(engine),
      group_(group),
      window_(window),
      close_(engine.bind<&ShareWatch::close>(Phase::metrics, *this)) {
  engine_.after(window_, close_);
}

void ShareWatch::close() {
  engine_.after(window_, close_);
  const Time now = engine_.now();
  watched_.resize(group_.size());
  double sum = 0;
  int in_use = 0;
  for (TargetId target = 0; target < watched_.size(); ++target) {
    Watched& watched = watched_[target];
    if (!group_.in_use(target)) {
      watched.in_use_since = never;
    } else if (watched.in_use_since == never) {
      watched.in_use_since = now;
    }
    if (!steady(watched)) continue;
    sum += static_cast<double>(group_.traffic[target].requests - watched.requests);
    ++in_use;
  }
  const double even = in_use > 1 ? sum / in_use : 0;
  for (TargetId target = 0; target < watched_.size(); ++target) {
    Watched& watched = watched_[target];
    const std::uint64_t requests = group_.traffic[target].requests;
    const auto got = static_cast<double>(requests - watched.requests);
    watched.requests = requests;
    judge(target, got, steady(watched) ? even : 0);
  }
}

// In use, and past its slow start, for a whole window.
bool ShareWatch::steady(const Watched& watched) const {
  return watched.in_use_since != never &&
         engine_.now() - watched.in_use_since >= window_ + group_.spec().slow_start;
}

void ShareWatch::judge(TargetId target, double got, double even) {
  Watched& watched = watched_[target];
  Lean lean = Lean::even;
  if (even >= enough && got >= far_more * even) lean = Lean::more;
  if (even >= enough && got <= far_less * even) lean = Lean::less;
  if (lean != watched.lean) {
    watched.lean = lean;
    watched.windows = 0;
    watched.got = watched.due = 0;
  }
  if (lean == Lean::even) return;
  ++watched.windows;
  watched.got += got;
  watched.due += even;
  const Time now = engine_.now();
  const Stretch stretch{target, watched.got / watched.due, now - watched.windows * window_, now};
  const Stretch& longest = watched.longest;
  if (watched.windows >= 2 && stretch.until - stretch.from > longest.until - longest.from)
    watched.longest = stretch;
}

std::vector<ShareWatch::Stretch> ShareWatch::stretches() const {
  std::vector<Stretch> all;
  for (const Watched& watched : watched_)
    if (watched.longest.until > watched.longest.from) all.push_back(watched.longest);
  return all;
}

}  // namespace squall::balancing
