#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "core/error/error.h"
#include "core/quality/contract/diff_parts.h"

namespace tamis::quality {
namespace {

using document::Json;

using RuleList = std::vector<const Rule*>;
// What makes two rules one promise in two versions.
using Key = std::tuple<Check, bool, std::vector<std::string>, std::string>;

// Columns by the names the contract gives them: a renamed column is told once, by itself.
std::vector<std::string> names_of(const Contract& contract, const Rule& rule) {
  std::vector<std::string> out;
  for (const std::string& column : rule.columns) {
    const ContractColumn* known = contract.find(column);
    out.push_back(known == nullptr ? column : known->name);
  }
  return out;
}

bool has_column(const Contract& contract, std::string_view name) {
  return std::any_of(contract.columns.begin(), contract.columns.end(),
                     [&](const ContractColumn& column) { return column.name == name; });
}

// Said by the columns themselves.
bool is_said_elsewhere(const Rule& rule) {
  return rule.check == Check::type || (rule.check == Check::fits && rule.name == "physicalType") ||
         (rule.check == Check::columns && (rule.deprecation || rule.name == "columns"));
}

bool is_key(const Rule& rule) { return rule.check == Check::unique && rule.name == "primaryKey"; }

// Rules whose columns both contracts have, or neither describes.
std::map<Key, RuleList> shared_rules(const Contract& own, const Contract& other) {
  std::map<Key, RuleList> out;
  for (const Rule& rule : own.rules) {
    if (is_said_elsewhere(rule)) continue;
    const auto names = names_of(own, rule);
    const bool alone = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      return has_column(own, name) && !has_column(other, name);
    });
    if (alone) continue;
    // A contract has one primary key, whatever its columns.
    Key key{rule.check, is_key(rule), is_key(rule) ? std::vector<std::string>() : names,
            rule.where};
    out[std::move(key)].push_back(&rule);
  }
  for (auto& [key, rules] : out) {
    std::sort(rules.begin(), rules.end(),
              [](const Rule* a, const Rule* b) { return a->id < b->id; });
  }
  return out;
}

std::string_view subject(const Rule& rule) {
  if (is_key(rule)) return "primary_key";
  switch (rule.check) {
    case Check::not_missing:
    case Check::not_null: return "required";
    case Check::unique: return "unique";
    case Check::references: return "foreign_key";
    case Check::in_set:
    case Check::not_in_set: return "values";
    case Check::minimum:
    case Check::maximum: return "range";
    case Check::min_length:
    case Check::max_length: return "length";
    case Check::pattern:
    case Check::not_pattern:
    case Check::format: return "pattern";
    case Check::freshness: return "freshness";
    default: return "rule";
  }
}

std::string shown(const Rule& rule) {
  Json out = rule.arguments;
  if (!rule.tolerance.is_plain()) out["tolerance"] = rule.tolerance.document();
  if (rule.severity < Severity::error) out["severity"] = name_of(rule.severity);
  return std::string(rule.kind().name) + (out.empty() ? "" : " " + document::canonical(out));
}

class RuleDiff {
 public:
  RuleDiff(const Contract& before, const Contract& after, const std::string& path,
           std::vector<ContractChange>& out)
      : before_(before), after_(after), path_(path), out_(out) {}

  void run() {
    auto old_rules = shared_rules(before_, after_);
    auto new_rules = shared_rules(after_, before_);
    for (auto& [key, rules] : old_rules) diff_group(rules, new_rules[key]);
    for (auto& [key, rules] : new_rules) {
      if (!old_rules.contains(key)) diff_group({}, rules);
    }
  }

 private:
  // Equal ones first; what is left is paired in the order of the ids.
  void diff_group(RuleList old_rules, RuleList new_rules) {
    for (auto old_rule = old_rules.begin(); old_rule != old_rules.end();) {
      const auto equal =
          std::find_if(new_rules.begin(), new_rules.end(), [&](const Rule* candidate) {
            return compare_rules(**old_rule, *candidate) == Change::same &&
                   names_of(before_, **old_rule) == names_of(after_, *candidate);
          });
      if (equal == new_rules.end()) {
        ++old_rule;
      } else {
        new_rules.erase(equal);
        old_rule = old_rules.erase(old_rule);
      }
    }
    const std::size_t pairs = std::min(old_rules.size(), new_rules.size());
    for (std::size_t i = 0; i < pairs; ++i) changed(*old_rules[i], *new_rules[i]);
    for (std::size_t i = pairs; i < old_rules.size(); ++i) removed(*old_rules[i]);
    for (std::size_t i = pairs; i < new_rules.size(); ++i) added(*new_rules[i]);
  }

  void changed(const Rule& old_rule, const Rule& new_rule) {
    Change change = compare_rules(old_rule, new_rule);
    if (names_of(before_, old_rule) != names_of(after_, new_rule)) change = Change::other;
    std::string code(subject(new_rule));
    code += change == Change::narrower ? "_narrowed"
            : change == Change::wider  ? "_widened"
                                       : "_changed";
    std::string_view why = "the promise is another one";
    if (change == Change::narrower) why = "the promise is stronger: old data may not keep it";
    if (change == Change::wider) {
      why = "the promise is weaker: old readers may meet what they were promised not to";
    }
    // Either way round the place is the same.
    const bool by_old = old_rule.name < new_rule.name;
    add(by_old ? before_ : after_, by_old ? old_rule : new_rule, std::move(code),
        "from " + shown(old_rule) + " to " + shown(new_rule), change, why);
  }

  void removed(const Rule& rule) {
    add(before_, rule, std::string(subject(rule)) + "_removed", shown(rule),
        inverse(added_rule(rule)), "old readers may meet what they were promised not to");
  }

  void added(const Rule& rule) {
    add(after_, rule, std::string(subject(rule)) + "_added", shown(rule), added_rule(rule),
        "old data may not keep the new promise");
  }

  // `contract` has the rule's columns by these names.
  void add(const Contract& contract, const Rule& rule, std::string code, std::string what,
           Change change, std::string_view why) {
    const auto names = names_of(contract, rule);
    ContractChange out;
    out.path = path_;
    if (names.size() == 1 && !is_key(rule) && has_column(contract, names.front())) {
      out.path += "/properties/" + names.front();
    }
    out.path += "/" + (rule.name.empty() ? std::string(rule.kind().name) : rule.name);
    out.code = std::move(code);
    out.what = std::move(what);
    out.change = change;
    out.why = change == Change::same ? "it only warns" : std::string(why);
    out_.push_back(std::move(out));
  }

  const Contract& before_;
  const Contract& after_;
  const std::string& path_;
  std::vector<ContractChange>& out_;
};

}  // namespace

void diff_rules(const Contract& before, const Contract& after, const std::string& path,
                std::vector<ContractChange>& out) {
  RuleDiff(before, after, path, out).run();
}

}  // namespace tamis::quality
