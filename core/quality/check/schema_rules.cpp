// The columns of a table as it declares them.
#include <algorithm>
#include <map>
#include <set>

#include "core/error/error.h"
#include "core/quality/check/check_history.h"
#include "core/quality/check/pattern.h"
#include "core/quality/check/table_rules.h"
#include "core/text/fold.h"
#include "core/text/utf8.h"

namespace tamis::quality {
namespace {

using document::Json;

// The limit of PostgreSQL's identifiers.
constexpr double kMostBytes = 63;

using Names = std::vector<std::string>;

Names names_of(const engine::Relation& relation) {
  Names out;
  for (const engine::Column& column : relation.columns) out.push_back(column.name);
  return out;
}

bool holds(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Names list_argument(const Rule& rule, std::string_view name) {
  const Json& value = rule.argument(name);
  return value.is_array() ? value.get<Names>() : Names();
}

// Declared types are the engine's own words; what the contract says is taken as such a word too.
bool same_type(const TableCheck& check, const engine::Column& column, const std::string& wanted) {
  if (column.declared == wanted) return true;
  const text::Folding loosely{.letter_case = true, .spaces = true, .form = false};
  return text::folded(column.declared, loosely) == text::folded(wanted, loosely) ||
         (engine::name_of(column.type) == wanted &&
          check.dialect().column_type(wanted) == column.type);
}

void judge_lists(const TableCheck& check, const Names& names, RuleResult& out) {
  const Rule& rule = check.rule;
  Names wanted = list_argument(rule, "contains");
  for (const char* list : {"exactly", "set"}) {
    const Names more = list_argument(rule, list);
    wanted.insert(wanted.end(), more.begin(), more.end());
    if (more.empty()) continue;
    for (const std::string& name : names) {
      ++out.evaluated;
      if (!holds(more, name))
        add_problem(check, out, "column " + in_quotes(name) + " is unexpected");
    }
  }
  for (const std::string& name : wanted) {
    ++out.evaluated;
    if (!holds(names, name)) add_problem(check, out, "column " + in_quotes(name) + " is missing");
  }
  for (const std::string& name : list_argument(rule, "forbidden")) {
    ++out.evaluated;
    if (holds(names, name)) add_problem(check, out, "column " + in_quotes(name) + " is forbidden");
  }
  const Names exactly = list_argument(rule, "exactly");
  if (exactly.empty()) return;
  ++out.evaluated;
  if (std::is_permutation(exactly.begin(), exactly.end(), names.begin(), names.end()) &&
      exactly != names) {
    const auto place = std::mismatch(exactly.begin(), exactly.end(), names.begin()).first;
    add_problem(check, out,
                "column " + in_quotes(*place) + " should be number " +
                    std::to_string(place - exactly.begin() + 1));
  }
}

void judge_names(const TableCheck& check, const Names& names, RuleResult& out) {
  const Json& argument = check.rule.argument("pattern");
  if (argument.is_null()) return;
  const Pattern pattern(argument.get_ref<const std::string&>(), {});
  for (const std::string& name : names) {
    ++out.evaluated;
    if (pattern.match(name) != Pattern::Match::yes) {
      add_problem(check, out, "column " + in_quotes(name) + " does not match the pattern");
    }
  }
}

void judge_count(const TableCheck& check, std::size_t count, RuleResult& out) {
  const auto limit = [&](const char* name, auto broken, const char* words) {
    const Json& argument = check.rule.argument(name);
    if (argument.is_null()) return;
    ++out.evaluated;
    const auto number = argument.get<std::size_t>();
    if (!broken(count, number)) return;
    add_problem(
        check, out,
        "the table has " + std::to_string(count) + " columns, " + words + std::to_string(number));
  };
  limit("count", std::not_equal_to<>(), "not ");
  limit("minimum", std::less<>(), "at least ");
  limit("maximum", std::greater<>(), "at most ");
}

void judge_types(const TableCheck& check, RuleResult& out) {
  for (const auto& [name, type] : check.rule.argument("types").items()) {
    ++out.evaluated;
    const engine::Column* const column = check.relation.find(name);
    if (!type.is_string()) {
      throw Error(Code::invalid_value, "argument \"types\" of columns must map names to types");
    }
    if (column == nullptr) {
      add_problem(check, out, "column " + in_quotes(name) + " is missing");
    } else if (!same_type(check, *column, type.get<std::string>())) {
      add_problem(check, out,
                  "column " + in_quotes(name) + " is " + in_quotes(column->declared) + ", not " +
                      in_quotes(type.get<std::string>()));
    }
  }
}

// As PostgreSQL cuts it: at the start of a character.
std::string cut(std::string_view name, std::size_t most) {
  std::string out;
  while (!name.empty()) {
    const std::size_t length = std::max<std::size_t>(text::utf8_length(name), 1);
    if (out.size() + length > most) break;
    out += name.substr(0, length);
    name.remove_prefix(length);
  }
  return out;
}

// {"name": "declared type", ...}, in the order of the columns.
Json columns_document(const engine::Relation& relation) {
  Json out = Json::array();
  for (const engine::Column& column : relation.columns) {
    out.push_back({{"name", column.name}, {"type", column.declared}});
  }
  return out;
}

std::map<std::string, std::string> baseline_types(const Json& baseline) {
  std::map<std::string, std::string> out;
  if (baseline.is_object()) {
    for (const auto& [name, type] : baseline.items()) out[name] = type.get<std::string>();
  } else {
    for (const Json& column : baseline) {
      out[column.at("name").get<std::string>()] = column.at("type").get<std::string>();
    }
  }
  return out;
}

}  // namespace

RuleResult run_columns(const TableCheck& check) {
  RuleResult out = result_of(check);
  const Names names = names_of(check.relation);
  judge_lists(check, names, out);
  judge_count(check, names.size(), out);
  judge_names(check, names, out);
  if (check.rule.argument("types").is_object()) judge_types(check, out);
  out.observed = names;
  out.conclude();
  return out;
}

RuleResult run_identifiers(const TableCheck& check) {
  RuleResult out = result_of(check);
  const auto most = static_cast<std::size_t>(number_argument(check.rule, "most_bytes", kMostBytes));
  std::map<std::string, std::string> folded;
  std::map<std::string, std::string> shortened;
  Names names = names_of(check.relation);
  for (const std::string& name : names) {
    ++out.evaluated;
    const text::Folding case_only{.letter_case = true, .spaces = false, .form = false};
    const auto [alike, is_new] = folded.emplace(text::folded(name, case_only), name);
    const auto [start, fits] = shortened.emplace(cut(alike->first, most), name);
    if (!is_new) {
      add_problem(check, out,
                  in_quotes(name) + " and " + in_quotes(alike->second) +
                      " are one name where case does not count");
    } else if (!fits) {
      add_problem(check, out,
                  in_quotes(name) + " and " + in_quotes(start->second) +
                      " are one name once cut to " + std::to_string(most) + " bytes");
    } else if (name.size() > most) {
      add_problem(
          check, out,
          in_quotes(name) + " is longer than " + std::to_string(most) + " bytes and would be cut");
    }
  }
  out.conclude();
  return out;
}

RuleResult run_schema_drift(const TableCheck& check) {
  RuleResult out = result_of(check);
  out.observed = {{"columns", columns_document(check.relation)}};
  Json baseline = check.rule.argument("baseline");
  if (baseline.is_null()) {
    const std::vector<StoredResult> earlier = stored_results(check);
    if (earlier.empty() || !earlier.back().observed.contains("columns")) {
      out.message = "there is no earlier result of this rule to compare with";
      return out;
    }
    baseline = earlier.back().observed["columns"];
  }
  const auto before = baseline_types(baseline);
  for (const auto& [name, type] : before) {
    ++out.evaluated;
    const engine::Column* const column = check.relation.find(name);
    if (column == nullptr) {
      add_problem(check, out, "column " + in_quotes(name) + " is gone");
    } else if (column->declared != type) {
      add_problem(check, out,
                  "column " + in_quotes(name) + " was " + in_quotes(type) + " and is " +
                      in_quotes(column->declared));
    }
  }
  for (const engine::Column& column : check.relation.columns) {
    if (before.count(column.name) > 0) continue;
    ++out.evaluated;
    add_problem(check, out, "column " + in_quotes(column.name) + " is new");
  }
  out.conclude();
  return out;
}

}  // namespace tamis::quality
