#include "squall/scenario/schema.hpp"

#include "squall/core/diagnostic.hpp"
#include "squall/scenario/loader.hpp"

#include "scenario/phrases.hpp"
#include "scenario/places.hpp"
#include "support/catch.hpp"
#include "support/files.hpp"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

using namespace squall;
using namespace squall::scenario;
using nlohmann::json;

namespace {

const json& schema() {
  static const json parsed = json::parse(json_schema());
  return parsed;
}

const json& definition(std::string_view name) { return schema()["$defs"].at(anchor(name)); }

// All keys that a schema speaks of itself, in all its forms.
void gather_keys(const json& form, std::set<std::string>& keys) {
  if (form.contains("properties"))
    for (const auto& [key, value] : form["properties"].items()) keys.insert(key);
  for (const char* several : {"anyOf", "oneOf"})
    if (form.contains(several))
      for (const json& each : form[several]) gather_keys(each, keys);
}

std::set<std::string> keys_of(const json& form) {
  std::set<std::string> keys;
  gather_keys(form, keys);
  return keys;
}

void check_references(const json& part) {
  if (part.is_object() && part.contains("$ref") && part["$ref"].is_string()) {
    const std::string target = part["$ref"];
    INFO(target);
    CHECK(schema().contains(json::json_pointer(target.substr(1))));
  }
  if (!part.is_structured()) return;
  for (const json& each : part) check_references(each);
}

bool loads(const std::string& path) {
  try {
    load_file(path);
    return true;
  } catch (const ScenarioError& error) {
    UNSCOPED_INFO(one_line(error.diagnostics().front()));
    return false;
  }
}

// The top level itself, what is merged into it, whole alternatives, choices of a record.
const std::set<std::string_view> among_others{"scenario",
                                              "document",
                                              "thing with a name",
                                              "chance",
                                              "action",
                                              "bursty arrivals",
                                              "failure of a zone",
                                              "failure of a region",
                                              "zonal shift",
                                              "cut of a link",
                                              "slowness of a link",
                                              "attempt by ssh",
                                              "attempt by HTTP",
                                              "attempt by TCP",
                                              "permission",
                                              "end of a permission",
                                              "allocation of an address",
                                              "association of an address",
                                              "disassociation of an address",
                                              "release of an address",
                                              "change of instances",
                                              "creation of a volume",
                                              "attachment of a volume",
                                              "detachment of a volume",
                                              "end of a volume",
                                              "creation of a snapshot",
                                              "copy of a snapshot",
                                              "end of a snapshot",
                                              "creation of an image",
                                              "copy of an image",
                                              "end of an image",
                                              "update of a group",
                                              "suspension of processes",
                                              "resumption of processes",
                                              "entry into standby",
                                              "exit from standby",
                                              "detachment of instances",
                                              "protection of instances",
                                              "word on the health of instances",
                                              "termination in a group",
                                              "exhaustion of a zone"};

const std::string folder = SQUALL_TESTS_DIR "/schema/";

}  // namespace

TEST_CASE("every field of every table is in the schema", "[scenario][schema]") {
  const auto top = keys_of(schema());
  for (const TopLevel& each : top_level()) CHECK(top.contains(std::string(each.field->key)));
  for (const Type* table : tables()) {
    INFO(table->name);
    // What stands among the fields of another has no definition of its own.
    if (!schema()["$defs"].contains(anchor(table->name))) {
      CHECK(among_others.contains(table->name));
      continue;
    }
    const auto* record = table->as<RecordType>();
    const json& defined = definition(table->name);
    if (record && record->positional) {
      CHECK(defined["prefixItems"].size() == record->fields.size());
    } else if (record) {
      const auto keys = keys_of(defined);
      for (const Field& field : record->fields)
        if (!field.inlined) CHECK(keys.contains(std::string(field.key)));
    } else {
      for (const Alternative& form : table->as<ChoiceType>()->alternatives)
        CHECK(keys_of(defined).contains(std::string(form.key)));
    }
  }
  CHECK(keys_of(definition("step")).contains("do"));
  CHECK(keys_of(definition("line of the timeline")).contains("hang"));
}

TEST_CASE("nothing in the schema refers to what is not there", "[scenario][schema]") {
  check_references(schema());
  CHECK(json_schema() == json_schema());
}

TEST_CASE("everything with a name in a section may be like another there, nothing else may",
          "[scenario][schema]") {
  std::set<std::string> named;
  for (const TopLevel& top : top_level()) {
    if (has_named_things(*top.field))
      named.insert(anchor(top.field->type().as<MapType>()->element().name));
  }
  CHECK(named.contains("service"));
  for (const auto& [name, defined] : schema()["$defs"].items()) {
    INFO(name);
    CHECK(keys_of(defined).contains("like") == named.contains(name));
  }
}

TEST_CASE("the schema says what a field means, its default and its plain limits",
          "[scenario][schema]") {
  const json& workers = definition("service")["properties"]["workers"];
  CHECK(workers["default"] == 200);
  CHECK(workers["minimum"] == 1);
  CHECK(workers["maximum"] == 100000);
  const std::string meaning = workers["description"];
  CHECK(meaning.starts_with("requests that one process works on at once"));
  CHECK(definition("service")["properties"]["errors"]["maximum"] == 1.0);
  CHECK(definition("health check")["properties"]["interval"]["default"] == "30s");
  CHECK(definition("type of a policy")["enum"].size() == 3);
  CHECK(definition("client")["else"]["required"] == json::array({"to"}));
}

TEST_CASE("the loader takes every good file that the schema takes", "[scenario][schema]") {
  const auto files = tests::yaml_files(folder + "good");
  CHECK(files.size() >= 5);
  for (const std::string& file : files) {
    INFO(file);
    CHECK(loads(file));
  }
}

TEST_CASE("the loader takes the files whose other files the schema cannot see",
          "[scenario][schema]") {
  for (const char* file : {"region.yaml", "document.yaml"}) {
    INFO(file);
    CHECK(loads(folder + "resolved/" + file));
  }
  // A module's region and duration come from the file that is run.
  const std::string main = "region: ap-northeast-2\nduration: 10m\ninclude: {file: " + folder +
                           "resolved/parts_only.yaml, as: all}\n";
  CHECK(load_text("main.yaml", main).scenario.services.contains("all/seoul/web"));
}

TEST_CASE("the loader refuses every broken file that the schema refuses", "[scenario][schema]") {
  const auto files = tests::yaml_files(folder + "broken");
  CHECK(files.size() >= 20);
  for (const std::string& file : files) {
    INFO(file);
    CHECK_FALSE(loads(file));
  }
}

TEST_CASE("scenarios/schema.json is what the tables say", "[scenario][schema]") {
  INFO("rewrite it with: squall schema > scenarios/schema.json");
  const bool fresh = tests::text_of(SQUALL_SOURCE_DIR "/scenarios/schema.json") == json_schema();
  CHECK(fresh);
}
