#include "core/quality/suggest/suggest_document.h"

#include <algorithm>

#include "core/quality/suggest/column_drafts.h"

namespace tamis::quality {
namespace {

using document::Json;

constexpr double kCertain = 0.99;
constexpr double kLikely = 0.95;

Severity severity_of(const Draft& draft) noexcept {
  const double confidence = draft.confidence();
  if (confidence >= kCertain) return Severity::error;
  return confidence >= kLikely ? Severity::warning : Severity::info;
}

Json evidence_of(const Draft& draft) {
  const double share = draft.judged == 0 ? 1
                                         : static_cast<double>(draft.judged - draft.broken) /
                                               static_cast<double>(draft.judged);
  return {{"support", draft.judged},
          {"exceptions", draft.broken},
          {"share", document::rounded(share)},
          {"confidence", document::rounded(draft.confidence())},
          {"reason", draft.reason}};
}

// ODCS calls validity conformity.
std::string_view dimension_word(Dimension dimension) noexcept {
  return dimension == Dimension::validity ? "conformity" : name_of(dimension);
}

Json custom_property(std::string_view name, Json value) {
  return {{"property", name}, {"value", std::move(value)}};
}

// One entry of a quality array.
Json quality_entry(const Draft& draft, bool names_columns) {
  const Rule& rule = draft.rule;
  Json out = {{"name", rule.name},
              {"dimension", dimension_word(rule.dimension)},
              {"severity", name_of(severity_of(draft))},
              {"description", draft.reason},
              {"customProperties", Json::array({custom_property("evidence", evidence_of(draft))})}};
  if (rule.check == Check::in_set) {
    out.update({{"type", "library"},
                {"metric", "invalidValues"},
                {"arguments", {{"validValues", rule.argument("values")}}},
                {"mustBe", 0}});
    return out;
  }
  Json implementation = rule.arguments;
  implementation["check"] = rule.kind().name;
  if (names_columns) implementation["columns"] = rule.columns;
  out.update({{"type", "custom"}, {"engine", "tamis"}, {"implementation", implementation}});
  return out;
}

class Property {
 public:
  Property(const profile::ColumnProfile& column, const std::vector<std::string>& key)
      : column_(column) {
    out_["name"] = column.name;
    const auto part = std::find(key.begin(), key.end(), column.name);
    if (part != key.end()) {
      out_["primaryKey"] = true;
      out_["primaryKeyPosition"] = part - key.begin() + 1;
    }
    // Dates of a meaning that is open have no type to promise.
    if (logical_type_of(column) == "string") out_["logicalType"] = "string";
  }

  // Types first: what a range or a length may be written as depends on them.
  void add_type(const Draft& draft) {
    out_["logicalType"] = draft.rule.argument("type");
    if (draft.rule.arguments.contains("order")) {
      extras_.push_back(custom_property("dateOrder", draft.rule.argument("order")));
    }
    if (draft.rule.arguments.contains("decimal_mark")) {
      extras_.push_back(custom_property("decimalMark", draft.rule.argument("decimal_mark")));
    }
    evidence_["logicalType"] = evidence_of(draft);
  }

  void add(const Draft& draft) {
    if (draft.broken == 0 && add_word(draft)) return;
    quality_.push_back(quality_entry(draft, false));
  }

  Json finish() && {
    if (!options_.empty()) out_["logicalTypeOptions"] = std::move(options_);
    if (!quality_.empty()) out_["quality"] = std::move(quality_);
    if (!evidence_.empty()) extras_.push_back(custom_property("evidence", std::move(evidence_)));
    if (!extras_.empty()) out_["customProperties"] = std::move(extras_);
    return std::move(out_);
  }

 private:
  bool is_of(std::initializer_list<std::string_view> words) const {
    const auto found = out_.find("logicalType");
    return found != out_.end() &&
           std::find(words.begin(), words.end(), found->get<std::string>()) != words.end();
  }

  bool add_word(const Draft& draft) {
    const Rule& rule = draft.rule;
    switch (rule.check) {
      case Check::not_missing: return say("required", true, draft);
      case Check::unique: return say("unique", true, draft);
      case Check::minimum:
        return is_of({"integer", "number", "date", "timestamp"}) &&
               option("minimum", rule.argument("bound"), draft);
      case Check::maximum:
        return is_of({"integer", "number", "date", "timestamp"}) &&
               option("maximum", rule.argument("bound"), draft);
      case Check::min_length:
        return is_of({"string"}) && option("minLength", rule.argument("length"), draft);
      case Check::max_length:
        return is_of({"string"}) && option("maxLength", rule.argument("length"), draft);
      case Check::pattern:
        return is_of({"string"}) && option("pattern", rule.argument("patterns").front(), draft);
      default: return false;
    }
  }

  bool say(const char* word, Json value, const Draft& draft) {
    out_[word] = std::move(value);
    evidence_[word] = evidence_of(draft);
    return true;
  }

  bool option(const char* word, Json value, const Draft& draft) {
    options_[word] = std::move(value);
    evidence_[word] = evidence_of(draft);
    return true;
  }

  const profile::ColumnProfile& column_;
  Json out_ = Json::object();
  Json options_ = Json::object();
  Json quality_ = Json::array();
  Json evidence_ = Json::object();
  Json extras_ = Json::array();
};

bool is_about(const Draft& draft, const std::string& column) {
  return draft.rule.columns.size() == 1 && draft.rule.columns.front() == column;
}

}  // namespace

Json contract_document(const engine::Relation& relation, const profile::TableProfile& profile,
                       const Drafts& drafts, const std::vector<std::string>& key) {
  const bool is_query = relation.form == engine::Relation::Form::query;
  const std::string name = is_query ? "query" : relation.name;
  Json properties = Json::array();
  for (const profile::ColumnProfile& column : profile.columns) {
    Property property(column, key);
    for (const Draft& draft : drafts) {
      if (is_about(draft, column.name) && draft.rule.check == Check::type) property.add_type(draft);
    }
    for (const Draft& draft : drafts) {
      if (is_about(draft, column.name) && draft.rule.check != Check::type) property.add(draft);
    }
    properties.push_back(std::move(property).finish());
  }
  Json object = {{"name", name}, {"logicalType", "object"}, {"properties", std::move(properties)}};
  if (!is_query) {
    object["physicalName"] = relation.name;
    object["physicalType"] = relation.form == engine::Relation::Form::view ? "view" : "table";
  }
  Json quality = Json::array();
  for (const Draft& draft : drafts) {
    // The primary key says so itself.
    const bool said = draft.rule.check == Check::unique && draft.rule.columns == key;
    if (draft.rule.columns.size() > 1 && !said) quality.push_back(quality_entry(draft, true));
  }
  if (!quality.empty()) object["quality"] = std::move(quality);
  return {{"kind", "DataContract"},
          {"apiVersion", "v3.1.0"},
          {"id", name},
          {"name", name},
          {"version", "0.1.0"},
          {"status", "draft"},
          {"schema", Json::array({std::move(object)})}};
}

}  // namespace tamis::quality
