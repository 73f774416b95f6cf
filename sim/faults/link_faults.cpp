#include "squall/faults/link_faults.hpp"

#include "squall/faults/journal.hpp"

namespace squall::faults {

using network::LinkEnds;

namespace {

bool same(const LinkEnds& a, const LinkEnds& b) {
  return a == b || (a.one == b.other && a.other == b.one);
}

}  // namespace

LinkFaults::LinkFaults(Engine& engine, network::Paths& paths, Journal& journal, Names& names)
    : engine_(engine),
      paths_(paths),
      journal_(journal),
      names_(names),
      end_(engine.bind<&LinkFaults::end>(Phase::change, *this)) {}

void LinkFaults::cut(const LinkEnds& link, std::optional<Duration> duration) {
  begin({link, true}, duration);
}

void LinkFaults::slow(const LinkEnds& link, Duration by, std::optional<Duration> duration) {
  begin({link, false, by}, duration);
}

void LinkFaults::begin(const Fault& fault, std::optional<Duration> duration) {
  faults_.push_back(fault);
  settle(fault);
  if (duration) engine_.after(*duration, end_, static_cast<std::uint32_t>(faults_.size() - 1));
}

void LinkFaults::end(std::uint32_t number) {
  Fault& fault = faults_[number];
  fault.over = true;
  journal_.append(engine_.now(), fault.cuts ? link_restored : link_fast,
                  {names_.id(fault.link.one), names_.id(fault.link.other)});
  settle(fault);
}

// Each fault is a cut or a slowness: the other of the two stays as it is.
void LinkFaults::settle(const Fault& news) {
  const auto& [one, other] = news.link;
  bool cut = false;
  Duration longer{};
  for (const Fault& fault : faults_) {
    if (fault.over || !same(fault.link, news.link)) continue;
    cut = cut || fault.cuts;
    longer += fault.by;
  }
  if (!news.cuts) {
    paths_.slow(one, other, longer);
  } else if (cut) {
    paths_.cut(one, other);
  } else {
    paths_.restore(one, other);
  }
  changed();
}

}  // namespace squall::faults
