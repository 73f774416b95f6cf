#include "scenario/checks/checking.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

// Walks over everything that a value holds, as its type says, and stops at each distribution.
class DistributionVisit {
 public:
  explicit DistributionVisit(const Checking& checking) : checking_(checking) {}

  void visit(const Type& type, const void* value, const Place& at) {
    if (&type == &type_of<DistributionSpec>())
      check(*static_cast<const DistributionSpec*>(value), at);
    std::visit([&](const auto& form) { visit_form(form, value, at); }, type.form);
  }

 private:
  // Whether a value of the type can hold a distribution, as far as its form tells.
  bool holds_any(const Type& type) {
    const auto [its, is_new] = holds_.emplace(&type, true);  // in a circle of types: perhaps
    if (is_new && &type != &type_of<DistributionSpec>())
      its->second = std::visit([&](const auto& form) { return holds(form); }, type.form);
    return its->second;
  }

  bool holds(const ScalarType&) { return false; }
  bool holds(const AnyType&) { return false; }
  bool holds(const RecordType& form) {
    return std::any_of(form.fields.begin(), form.fields.end(),
                       [&](const Field& field) { return holds_any(field.type()); });
  }
  bool holds(const ChoiceType& form) {
    return std::any_of(form.alternatives.begin(), form.alternatives.end(),
                       [&](const Alternative& each) { return holds_any(each.type()); });
  }
  template <class Container>
  bool holds(const Container& form) {
    return holds_any(form.element());
  }

  void visit_form(const ScalarType&, const void*, const Place&) {}
  void visit_form(const AnyType&, const void*, const Place&) {}
  void visit_form(const RecordType& form, const void* value, const Place& at) {
    for (const Field& field : form.fields)
      if (holds_any(field.type()))
        visit(field.type(), field.reach_const(value), field.inlined ? at : at / field.key);
  }
  void visit_form(const ChoiceType& form, const void* value, const Place& at) {
    for (const Alternative& each : form.alternatives)
      if (const void* in = each.peek(value))
        visit(each.type(), in, each.whole ? at : at / each.key);
  }
  void visit_form(const ListType& form, const void* value, const Place& at) {
    if (!holds_any(form.element())) return;
    for (std::size_t i = 0; i < form.size(value); ++i)
      visit(form.element(), form.at(value, i), at[i]);
  }
  void visit_form(const MapType& form, const void* value, const Place& at) {
    if (!holds_any(form.element())) return;
    for (const auto& [key, element] : form.entries(value))
      visit(form.element(), element, at / form.key().as<ScalarType>()->print(key));
  }
  void visit_form(const OptionalType& form, const void* value, const Place& at) {
    if (const void* in = form.get(value)) visit(form.element(), in, at);
  }

  void check(const DistributionSpec& spec, const Place& at) const {
    if (!checking_.sound(at)) return;
    std::visit([&](const auto& form) { check_form(form, at); }, spec.form);
  }

  template <class Form>
  void check_form(const Form&, const Place&) const {}

  void check_form(const distributions::Uniform& form, const Place& at) const {
    if (form.low > form.high)
      say_order(form.low, form.high, "is above", at / "uniform", at / "uniform");
  }
  void check_form(const distributions::Pareto& form, const Place& at) const {
    if (form.low >= form.high)
      say_order(form.low, form.high, "is not below", at / "pareto" / "low", at / "pareto");
  }
  void check_form(const distributions::Empirical& form, const Place& at) const {
    const Place place = at / "empirical";
    if (form.file.empty() && form.values.empty())
      checking_.error(place, "'empirical' has no values", at, "write 'empirical: times.csv'");
  }
  void check_form(const distributions::Mixture& form, const Place& at) const {
    const Place place = at / "mixture";
    if (form.parts.empty()) {
      return checking_.error(place, "'mixture' has no parts", at,
                             "write '[{weight: 90, of: 1ms}, {weight: 10, of: 20ms}]'");
    }
    const bool any = std::any_of(form.parts.begin(), form.parts.end(),
                                 [](const WeightedSpec& part) { return part.weight.value > 0; });
    if (!any) checking_.error(place, "every weight of 'mixture' is 0", at);
  }

  void say_order(Duration low, Duration high, std::string_view how, const Place& place,
                 const Place& in) const {
    checking_.error(place,
                    fmt::format("'low' is {}, which {} 'high' {}", ScalarText<Duration>::print(low),
                                how, ScalarText<Duration>::print(high)),
                    in);
  }

  const Checking& checking_;
  std::map<const Type*, bool> holds_;
};

}  // namespace

void check_distributions(const Checking& checking) {
  DistributionVisit(checking).visit(type_of<world::Scenario>(), &checking.scenario, {});
}

}  // namespace squall::scenario
