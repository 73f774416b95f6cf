#include "squall/scenario/writer.hpp"

#include "squall/core/field.hpp"

#include <utility>

namespace squall::scenario {

namespace {

Node write_form(const ScalarType& form, const void* value) {
  return Node::scalar(form.print(value));
}

void add_fields(const RecordType& form, const void* value, Node& map) {
  for (const Field& field : form.fields) {
    const void* member = field.reach_const(value);
    if (field.inlined) {
      Node choice = write(field.type(), member);
      for (std::size_t i = 0; i < choice.keys.size(); ++i)
        map.set(std::move(choice.keys[i]), std::move(choice.items[i]));
      continue;
    }
    if (const auto* optional = field.type().as<OptionalType>(); optional && !optional->get(member))
      continue;
    // An empty text is an absent one, where something else stands for it.
    Node written = write(field.type(), member);
    if (written.is_scalar() && written.text.empty() && !field.needed) continue;
    const bool empty_list = written.is_list() && written.items.empty();
    if (empty_list && !field.absent.empty()) continue;
    map.set({std::string(field.key), {}}, std::move(written));
  }
}

Node write_form(const RecordType& form, const void* value) {
  if (form.positional) {
    Node list = Node::list();
    for (const Field& field : form.fields)
      list.items.push_back(write(field.type(), field.reach_const(value)));
    return list;
  }
  Node map = Node::map();
  add_fields(form, value, map);
  return map;
}

Node write_form(const ChoiceType& form, const void* value) {
  for (const Alternative& alternative : form.alternatives) {
    const void* inside = alternative.peek(value);
    if (!inside) continue;
    Node written = write(alternative.type(), inside);
    if (alternative.whole || alternative.key == form.shorthand) return written;
    Node map = Node::map();
    map.set({std::string(alternative.key), {}}, std::move(written));
    return map;
  }
  return {};
}

Node write_form(const ListType& form, const void* value) {
  Node list = Node::list();
  for (std::size_t i = 0; i < form.size(value); ++i)
    list.items.push_back(write(form.element(), form.at(value, i)));
  return list;
}

Node write_form(const MapType& form, const void* value) {
  Node map = Node::map();
  const auto* key_form = form.key().as<ScalarType>();
  for (const auto& [key, element] : form.entries(value)) {
    map.keys.push_back({key_form->print(key), {}});
    map.items.push_back(write(form.element(), element));
  }
  return map;
}

Node write_form(const OptionalType& form, const void* value) {
  const void* inside = form.get(value);
  return inside ? write(form.element(), inside) : Node{};
}

Node write_form(const AnyType&, const void*) { return {}; }

}  // namespace

Node write(const Type& type, const void* value) {
  return std::visit([&](const auto& form) { return write_form(form, value); }, type.form);
}

}  // namespace squall::scenario
