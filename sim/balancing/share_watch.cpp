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
  watched_.resize(group_.size());
  double sum = 0;
  int in_use = 0;
  for (TargetId target = 0; target < watched_.size(); ++target) {
    Watched& watched = watched_[target];
    watched.in_use = group_.in_use(target) ? watched.in_use + 1 : 0;
    if (!steady(watched)) continue;
    sum += requests_since(watched, target);
    ++in_use;
  }
  const double even = in_use > 1 ? sum / in_use : 0;
  for (TargetId target = 0; target < watched_.size(); ++target) {
    Watched& watched = watched_[target];
    judge(target, requests_since(watched, target), steady(watched) ? even : 0);
    watched.requests = static_cast<std::uint32_t>(group_.traffic[target].requests);
  }
}

double ShareWatch::requests_since(const Watched& watched, TargetId target) const {
  return static_cast<std::uint32_t>(group_.traffic[target].requests) - watched.requests;
}

// In use, and past its slow start, for a whole window.
bool ShareWatch::steady(const Watched& watched) const {
  return watched.in_use > 1 && (watched.in_use - 2) * window_ >= group_.spec().slow_start;
}

void ShareWatch::judge(TargetId target, double got, double even) {
  Lean lean = Lean::even;
  if (even >= enough && got >= far_more * even) lean = Lean::more;
  if (even >= enough && got <= far_less * even) lean = Lean::less;
  const auto known = leaning_.find(target);
  if (lean == Lean::even && known == leaning_.end()) return;
  Leaning& its = known == leaning_.end() ? leaning_[target] : known->second;
  if (lean != its.lean) its = {lean, 0, 0, 0, its.longest};
  if (lean == Lean::even) return;
  ++its.windows;
  its.got += got;
  its.due += even;
  const Time now = engine_.now();
  const Stretch stretch{target, its.got / its.due, now - its.windows * window_, now};
  if (its.windows >= 2 && stretch.until - stretch.from > its.longest.until - its.longest.from)
    its.longest = stretch;
}

std::vector<ShareWatch::Stretch> ShareWatch::stretches() const {
  std::vector<Stretch> all;
  for (const auto& [target, leaning] : leaning_)
    if (leaning.longest.until > leaning.longest.from) all.push_back(leaning.longest);
  return all;
}

}  // namespace squall::balancing
