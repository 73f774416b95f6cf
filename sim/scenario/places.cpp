#include "scenario/places.hpp"

#include "squall/scenario/document_spec.hpp"
#include "squall/world/scenario.hpp"

#include <algorithm>

namespace squall::scenario {

namespace {

class Walk {
 public:
  std::vector<LanguagePlace> all() {
    for (const TopLevel& top : top_level()) {
      add(*top.field, *top.record, "");
      if (!has_named_things(*top.field)) continue;
      const auto& names = *named_type().as<RecordType>();
      for (const Field& field : names.fields)
        add(field, names, std::string(top.field->key) + ".NAME.");
    }
    return std::move(places_);
  }

 private:
  void add(const Field& field, const RecordType& record, const std::string& before) {
    if (field.inlined) return enter(field.type(), before);
    std::string path = before + std::string(field.key);
    const Type& type = field.type();
    places_.push_back({path, field.key, field.meaning, &type, field.names, field.example, &field,
                       &record, &field});
    enter(type, path + '.');
  }

  void enter(const Type& type, const std::string& before) {
    if (std::count(open_.begin(), open_.end(), &type) > 1) return;
    open_.push_back(&type);
    if (const auto* record = type.as<RecordType>()) {
      for (const Field& field : record->fields) add(field, *record, before);
    } else if (const auto* choice = type.as<ChoiceType>()) {
      for (const Alternative& each : choice->alternatives) add(each, before);
    } else if (const auto* map = type.as<MapType>()) {
      enter(map->element(), before + "NAME.");
    } else if (const auto* list = type.as<ListType>()) {
      enter(list->element(), before);
    } else if (const auto* optional = type.as<OptionalType>()) {
      enter(optional->element(), before);
    }
    open_.pop_back();
  }

  void add(const Alternative& form, const std::string& before) {
    const Type& type = form.type();
    if (form.whole) return enter(type, before);
    std::string path = before + std::string(form.key);
    places_.push_back(
        {path, form.key, form.meaning, &type, form.names, form.example, nullptr, nullptr, &form});
    enter(type, path + '.');
  }

  std::vector<LanguagePlace> places_;
  std::vector<const Type*> open_;
};

void gather_tables(const Type& type, std::vector<const Type*>& found) {
  const Type& table = inner(type);
  const auto* record = table.as<RecordType>();
  const auto* choice = table.as<ChoiceType>();
  if (!record && !choice) return;
  if (std::find(found.begin(), found.end(), &table) != found.end()) return;
  found.push_back(&table);
  if (record) {
    for (const Field& field : record->fields) gather_tables(field.type(), found);
  } else {
    for (const Alternative& each : choice->alternatives) gather_tables(each.type(), found);
  }
}

}  // namespace

std::vector<TopLevel> top_level() {
  std::vector<TopLevel> all;
  for (const Type* type : {&type_of<world::Scenario>(), &document_type()}) {
    const auto* record = type->as<RecordType>();
    for (const Field& field : record->fields) all.push_back({&field, record});
  }
  return all;
}

bool has_named_things(const Field& section) {
  const auto* map = section.type().as<MapType>();
  return map && map->element().as<RecordType>();
}

const std::vector<LanguagePlace>& places() {
  static const std::vector<LanguagePlace> all = Walk().all();
  return all;
}

const Type& inner(const Type& type) {
  if (const auto* optional = type.as<OptionalType>()) return inner(optional->element());
  if (const auto* list = type.as<ListType>()) return inner(list->element());
  if (const auto* map = type.as<MapType>()) return inner(map->element());
  return type;
}

std::vector<const Type*> tables() {
  std::vector<const Type*> found;
  gather_tables(type_of<world::Scenario>(), found);
  gather_tables(document_type(), found);
  gather_tables(named_type(), found);
  return found;
}

const Field* shorthand_of(const RecordType& record) {
  for (const Field& field : record.fields)
    if (!record.shorthand.empty() && field.key == record.shorthand) return &field;
  return nullptr;
}

const Alternative* shorthand_of(const ChoiceType& choice) {
  for (const Alternative& each : choice.alternatives)
    if (!choice.shorthand.empty() && each.key == choice.shorthand) return &each;
  return nullptr;
}

}  // namespace squall::scenario
