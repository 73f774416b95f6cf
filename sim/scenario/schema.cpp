#include "squall/scenario/schema.hpp"

#include "squall/core/field_types.hpp"
#include "squall/scenario/document_spec.hpp"
#include "squall/scenario/shape.hpp"
#include "squall/world/scenario.hpp"

#include "scenario/phrases.hpp"
#include "scenario/places.hpp"

#include <cctype>
#include <optional>
#include <regex>
#include <set>
#include <vector>

#include <nlohmann/json.hpp>

namespace squall::scenario {

namespace {

using Json = nlohmann::ordered_json;

bool is_whole(const Type& type) {
  return &type == &type_of<int>() || &type == &type_of<std::int64_t>();
}

bool is_weights(const MapType& form) { return &form.element() == &type_of<Weight>(); }

bool allows(const ScalarType& form, const char* text) {
  return std::regex_match(text, std::regex(std::string(form.pattern)));
}

// A limit as the number that a bare value is compared with; nothing where bare values have a unit.
std::optional<double> limit_of(const Type& type, std::string_view limit) {
  const bool percent = &type == &type_of<Ratio>() && limit.ends_with('%');
  const auto number = read_number(percent ? limit.substr(0, limit.size() - 1) : limit);
  return number && percent ? *number / 100 : number;
}

Json json_number(double value, bool whole) {
  return whole ? Json(static_cast<std::int64_t>(value)) : Json(value);
}

// A written default as JSON would have it.
Json json_value(const Type& type, const std::string& text) {
  if (&type == &type_of<bool>()) return text == "true";
  const bool number = is_whole(type) || &type == &type_of<double>();
  if (const auto value = read_number(text); value && number)
    return json_number(*value, is_whole(type));
  return text;
}

Json names_only() { return {{"type", {"string", "number"}}}; }

// Builds the schema by walking the types; what has a name is written once, under $defs.
class Schema {
 public:
  Json document() {
    Json properties = Json::object();
    Json required = Json::array();
    for (const TopLevel& top : top_level()) {
      named_ = has_named_things(*top.field);
      properties[std::string(top.field->key)] = described(*top.field, *top.record);
      if (top.field->needed) required.push_back(top.field->key);
    }
    Json root = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                 {"title", "Squall scenario"},
                 {"$comment", "printed by 'squall schema'"},
                 {"type", "object"}};
    root["properties"] = std::move(properties);
    root["patternProperties"] = {
        {"^x-", {{"description", "a place for anchors; nobody reads it"}}}};
    root["additionalProperties"] = false;
    require_unless(root, "include", std::move(required));
    root["$defs"] = std::move(definitions_);
    return root;
  }

 private:
  // All that may stand for a value of this type.
  Json schema_of(const Type& type, const Field* field) {
    if (const auto* form = type.as<ScalarType>()) return scalar(type, *form, field);
    if (type.as<RecordType>() || type.as<ChoiceType>()) return reference(type);
    if (const auto* form = type.as<ListType>()) return list(*form, field);
    if (const auto* form = type.as<MapType>()) return map(*form);
    if (const auto* form = type.as<OptionalType>())
      return {{"anyOf", {schema_of(form->element(), field), {{"type", "null"}}}}};
    return Json::object();
  }

  // All of that but maps and nothing: what may stand for a record by its shorthand.
  std::optional<Json> bare(const Type& type, const Field* field) {
    if (const auto* form = type.as<ScalarType>()) return scalar(type, *form, field);
    if (const auto* form = type.as<OptionalType>()) return bare(form->element(), field);
    if (const auto* form = type.as<RecordType>()) {
      if (form->positional) return reference(type);
      const Field* shorthand = shorthand_of(*form);
      auto short_form = shorthand ? bare(shorthand->type(), shorthand) : std::nullopt;
      if (short_form && !form->word.empty())
        return Json{{"anyOf", {*short_form, {{"type", "string"}, {"pattern", "^[A-Za-z]"}}}}};
      return short_form;
    }
    if (const auto* form = type.as<ChoiceType>()) {
      const Alternative* shorthand = shorthand_of(*form);
      return shorthand ? bare(shorthand->type(), nullptr) : std::nullopt;
    }
    if (const auto* form = type.as<ListType>()) {
      Json items = {{"type", "array"}, {"items", schema_of(form->element(), field)}};
      const auto single = bare(form->element(), field);
      return single ? Json{{"anyOf", {*single, items}}} : items;
    }
    if (const auto* form = type.as<MapType>()) {
      if (!form->bare.empty()) return bare(form->element(), field);
      if (!is_weights(*form)) return std::nullopt;
      return Json{{"type", {"string", "number", "array"}}, {"items", names_only()}};
    }
    return Json{{"type", {"string", "number", "boolean", "array"}}};
  }

  Json scalar(const Type& type, const ScalarType& form, const Field* field) {
    Json schema;
    if (&type == &type_of<bool>()) {
      schema["type"] = "boolean";
    } else if (is_whole(type)) {
      schema["type"] = "integer";
    } else if (&type == &type_of<double>()) {
      schema["type"] = "number";
    } else if (form.words.empty() && form.pattern.empty()) {
      schema["type"] = {"string", "number"};
    } else {
      schema = reference(type);
    }
    if (!field || !form.bare_number) return schema;
    if (const auto least = limit_of(type, field->least))
      schema["minimum"] = json_number(*least, is_whole(type));
    if (const auto most = limit_of(type, field->most))
      schema["maximum"] = json_number(*most, is_whole(type));
    return schema;
  }

  Json list(const ListType& form, const Field* field) {
    const Type& element = form.element();
    if (element.as<AnyType>()) return Json::object();
    const auto* record = element.as<RecordType>();
    Json single = schema_of(element, field);
    if (record && record->positional) return {{"anyOf", {single, {{"type", "null"}}}}};
    Json several = {{"type", {"array", "null"}}, {"items", single}};
    return {{"anyOf", {std::move(single), std::move(several)}}};
  }

  Json map(const MapType& form) {
    Json schema = {{"type", {"object", "null"}}};
    if (is_weights(form)) {
      schema["type"] = {"object", "null", "string", "number", "array"};
      schema["items"] = names_only();
    }
    const auto& key = *form.key().as<ScalarType>();
    if (!key.words.empty()) {
      schema["propertyNames"] = reference(form.key());
    } else if (!key.pattern.empty()) {
      schema["propertyNames"] = {{"pattern", key.pattern}};
    }
    schema["additionalProperties"] = schema_of(form.element(), nullptr);
    if (!form.bare.empty()) return {{"anyOf", {schema_of(form.element(), nullptr), schema}}};
    return schema;
  }

  Json reference(const Type& type) {
    const std::string name = anchor(type.name);
    const bool named = std::exchange(named_, false) && type.as<RecordType>();
    if (begun_.insert(name).second) {
      definitions_[name] = Json();  // stands in the order of first use
      Json definition = define(type, named);
      definition["title"] = type.name;
      definitions_[name] = std::move(definition);
    }
    return {{"$ref", "#/$defs/" + name}};
  }

  Json define(const Type& type, bool named) {
    if (const auto* form = type.as<ScalarType>()) return text(*form);
    if (const auto* form = type.as<ChoiceType>()) return choice(*form);
    const auto& form = *type.as<RecordType>();
    if (form.positional) return positional(form);
    Json fields = record(form, named);
    const auto short_form = bare(type, nullptr);
    return short_form ? Json{{"anyOf", {*short_form, std::move(fields)}}} : fields;
  }

  static Json text(const ScalarType& form) {
    Json schema;
    if (!form.words.empty()) {
      for (const Word& word : form.words) {
        schema["enum"].push_back(word.word);
        schema["markdownEnumDescriptions"].push_back(word.meaning);
      }
      return schema;
    }
    const std::string advice = "write it as " + std::string(form.example);
    schema["type"] = "string";
    if (form.bare_number) {
      schema["type"] = {"string", "number"};
      if (!allows(form, "-1")) schema["minimum"] = 0;
    } else if (allows(form, "0")) {
      schema["type"] = {"string", "integer"};
      schema["if"] = {{"type", "integer"}};
      schema["then"] = {{"const", 0}, {"errorMessage", advice}};
    }
    schema["pattern"] = form.pattern;
    // What yaml-language-server says in place of its own words.
    schema["errorMessage"] = schema["patternErrorMessage"] = advice;
    schema["examples"] = Json::array({form.example});
    return schema;
  }

  Json positional(const RecordType& form) {
    Json schema = {{"type", "array"}, {"prefixItems", Json::array()}, {"items", false}};
    for (const Field& field : form.fields) schema["prefixItems"].push_back(described(field, form));
    schema["minItems"] = schema["maxItems"] = form.fields.size();
    return schema;
  }

  Json record(const RecordType& form, bool named) {
    Json schema = {{"type", "object"}, {"properties", Json::object()}};
    Json required = Json::array();
    for (const Field& field : form.fields) {
      if (field.inlined) {
        add_inlined(field, schema);
      } else {
        schema["properties"][std::string(field.key)] = described(field, form);
        if (field.needed) required.push_back(field.key);
      }
    }
    if (required.empty() && !schema.contains("oneOf")) schema["type"] = {"object", "null"};
    schema["additionalProperties"] = false;
    if (!named) {
      if (!required.empty()) schema["required"] = std::move(required);
      return schema;
    }
    const auto& names = *named_type().as<RecordType>();
    for (const Field& field : names.fields)
      schema["properties"][std::string(field.key)] = described(field, names);
    if (field_of(form, "launch_template")) required = without_launched(std::move(required), schema);
    require_unless(schema, "like", std::move(required));
    return schema;
  }

  // What a launch template may give is needed where none is named.
  static Json without_launched(Json required, Json& schema) {
    const auto& launched = *type_of<compute::LaunchVersionSpec>().as<RecordType>();
    Json given = Json::array();
    Json rest = Json::array();
    for (const auto& key : required)
      (field_of(launched, key.get<std::string>()) ? given : rest).push_back(key);
    schema["anyOf"] = {{{"required", {"like"}}},
                       {{"required", {"launch_template"}}},
                       {{"required", std::move(given)}}};
    return rest;
  }

  // What another thing or file may give need not be here.
  static void require_unless(Json& schema, const char* key, Json required) {
    if (required.empty()) return;
    schema["if"] = {{"required", {key}}};
    schema["else"] = {{"required", std::move(required)}};
  }

  void add_inlined(const Field& field, Json& schema) {
    Json each = Json::array();
    for (const Alternative& alternative : field.type().as<ChoiceType>()->alternatives) {
      const Json fields = alternative_schema(alternative)["properties"];
      for (const auto& [key, value] : fields.items()) schema["properties"][key] = value;
      each.push_back({{"required", {alternative.key}}});
    }
    if (!field.needed) each.push_back({{"not", {{"anyOf", each}}}});
    schema["oneOf"] = std::move(each);
  }

  Json choice(const ChoiceType& form) {
    Json each = Json::array();
    for (const Alternative& alternative : form.alternatives)
      each.push_back(alternative_schema(alternative));
    const Alternative* shorthand = shorthand_of(form);
    if (const auto short_form = shorthand ? bare(shorthand->type(), nullptr) : std::nullopt)
      each.push_back(*short_form);
    return {{"oneOf", std::move(each)}};
  }

  // A map with this key and none of the others.
  Json alternative_schema(const Alternative& alternative) {
    const std::string key(alternative.key);
    Json schema = {{"type", "object"}, {"properties", Json::object()}};
    if (alternative.whole) {
      schema = record(*alternative.type().as<RecordType>(), false);
      schema["type"] = "object";
    } else {
      schema["properties"][key] = schema_of(alternative.type(), nullptr);
      schema["required"] = Json::array({key});
      schema["additionalProperties"] = false;
    }
    std::string text(alternative.meaning);
    if (!alternative.names.empty()) text += "; names one of " + sections_phrase(alternative.names);
    schema["properties"][key]["description"] = std::move(text);
    return schema;
  }

  Json described(const Field& field, const RecordType& record) {
    Json schema = schema_of(field.type(), &field);
    std::string text(field.meaning);
    if (const auto range = range_phrase(field); !range.empty()) text += "; " + range;
    if (!field.names.empty()) text += "; names one of " + sections_phrase(field.names);
    const std::string written = default_text(field, record);
    if (!field.absent.empty()) text += "; otherwise: " + std::string(field.absent);
    if (!field.differs.empty()) text += "; unlike AWS: " + std::string(field.differs);
    schema["description"] = std::move(text);
    if (!written.empty()) schema["default"] = json_value(field.type(), written);
    const bool plain = inner(field.type()).as<ScalarType>() && !field.type().as<MapType>();
    if (plain && !field.example.empty() && !field.example.starts_with('['))
      schema["examples"] = Json::array({json_value(field.type(), std::string(field.example))});
    return schema;
  }

  Json definitions_ = Json::object();
  std::set<std::string> begun_;
  bool named_ = false;  // the next record is the one of a section's things
};

}  // namespace

std::string json_schema() { return Schema().document().dump(1) + '\n'; }

}  // namespace squall::scenario
