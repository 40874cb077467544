#include "core/quality/contract/property_rules.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "core/dates/pattern.h"
#include "core/error/error.h"
#include "core/quality/contract/extras.h"
#include "core/quality/contract/string_formats.h"
#include "core/types/types.h"

namespace tamis::quality {
namespace {

using document::Json;

bool is_clock_type(std::string_view type) noexcept {
  return type == "date" || type == "timestamp" || type == "time";
}

bool canonical(std::string_view written, types::Type type, std::string& out) {
  std::array<char, types::kCanonicalBytes> buffer;
  std::string_view result;
  if (!types::try_cast(written, type, {}, buffer, result)) return false;
  out = result;
  return true;
}

// A date, time or timestamp of a contract, as the canonical text that values are compared with: a
// bound must be as precise as they are, or text comparison would put midnight after the day itself.
std::string clock_bound(const ContractNode& node, const std::string& type) {
  static constexpr std::string_view kDate = "a date, such as \"2024-01-31\"";
  static constexpr std::string_view kTime = "a time, such as \"12:00:00\"";
  static constexpr std::string_view kTimestamp = "a timestamp, such as \"2024-01-31 12:00:00\"";
  if (!node.value().is_string()) node.invalid("a string");
  const auto& written = node.value().get_ref<const std::string&>();
  std::string out;
  if (type == "time") {
    if (canonical(written, types::Type::time, out)) return out;
    node.invalid(kTime);
  }
  if (canonical(written, types::Type::date, out)) {
    return type == "timestamp" ? out + " 00:00:00" : out;
  }
  if (type == "date") node.invalid(kDate);
  if (canonical(written, types::Type::timestamp, out)) return out;
  if (canonical(written, types::Type::timestamptz, out)) return out;
  node.invalid(kTimestamp);
}

class PropertyRules {
 public:
  PropertyRules(const ContractNode& node, const ContractColumn& column, std::vector<Rule>& rules)
      : column_(column), rules_(rules), options_(node.find("logicalTypeOptions")) {}

  void add() {
    if (column_.required || column_.key_position > 0) add_required();
    add_type();
    if (options_) {
      add_bounds();
      add_text_options();
      if (column_.logical_type == "integer" || column_.logical_type == "number") add_width();
    }
    const std::string bounded = bounded_type(column_.physical_type);
    if (!bounded.empty()) make("physicalType", Check::fits).arguments = {{"type", bounded}};
    if (column_.unique) make("unique", Check::unique);
  }

 private:
  Rule& make(std::string_view name, Check check) {
    rules_.push_back(column_rule(column_, name, check));
    return rules_.back();
  }
  std::optional<ContractNode> option(std::string_view name) const { return options_->find(name); }

  void add_required() {
    Rule& rule = make("required", Check::not_missing);
    if (column_.key_position > 0) rule.severity = Severity::critical;
    if (column_.missing && !column_.missing->empty()) rule.arguments["markers"] = *column_.missing;
  }

  void add_type() {
    if (column_.logical_type.empty() || column_.logical_type == "string") return;
    Rule& rule = make("logicalType", Check::type);
    rule.arguments["type"] = column_.zoned() && column_.logical_type == "timestamp"
                                 ? std::string("timestamptz")
                                 : column_.logical_type;
    add_convention(rule);
    if (column_.logical_type == "time") {
      add_time_form();
    } else if (is_clock_type(column_.logical_type)) {
      add_pattern(rule);
    }
  }

  // Rules on what values say read them as the rule on their type does.
  void add_convention(Rule& rule) const {
    static constexpr std::array<std::string_view, 4> kOrders{"", "ymd", "dmy", "mdy"};
    if (column_.date_order != dates::Order::none && rule.check != Check::multiple_of) {
      rule.arguments["order"] = kOrders[static_cast<std::size_t>(column_.date_order)];
    }
    if (column_.decimal_mark != types::DecimalMark::none) {
      rule.arguments["decimal_mark"] =
          column_.decimal_mark == types::DecimalMark::point ? "point" : "comma";
    }
  }

  // Date patterns read dates; the usual times of day are told by their form.
  void add_time_form() {
    const auto format = options_ ? option("format") : std::nullopt;
    if (!format) return;
    const bool seconds = format->value() == "HH:mm:ss";
    if (!seconds && format->value() != "HH:mm") {
      format->unsupported("Times of day are checked as HH:mm:ss or HH:mm.");
    }
    make("format", Check::pattern).arguments = {
        {"patterns", {seconds ? "^[0-9]{2}:[0-9]{2}:[0-9]{2}$" : "^[0-9]{2}:[0-9]{2}$"}}};
  }

  // The standard's own examples write the T between date and time without quotes.
  void add_pattern(Rule& rule) const {
    const auto format = options_ ? option("format") : std::nullopt;
    if (!format) return;
    const auto& written = format->value().get_ref<const std::string&>();
    std::string pattern;
    bool quoted = false;
    for (const char c : written) {
      if (c == '\'') quoted = !quoted;
      pattern += c == 'T' && !quoted ? "'T'" : std::string(1, c);
    }
    try {
      dates::Format::compile(pattern);
    } catch (const Error& e) {
      throw Error(e.code(), "contract: " + in_quotes(format->path()) + ": " + e.message(),
                  e.detail(), e.hint());
    }
    rule.arguments["formats"] = Json::array({pattern});
  }

  Json bound(const ContractNode& node) const {
    if (is_clock_type(column_.logical_type)) return clock_bound(node, column_.logical_type);
    return plain_number(node.value());
  }

  void add_bounds() {
    struct Bound {
      std::string_view key;
      Check check;
      bool exclusive;
    };
    for (const auto& [key, check, exclusive] :
         {Bound{"minimum", Check::minimum, false}, Bound{"exclusiveMinimum", Check::minimum, true},
          Bound{"maximum", Check::maximum, false},
          Bound{"exclusiveMaximum", Check::maximum, true}}) {
      const auto node = option(key);
      if (!node) continue;
      Rule& rule = make(key, check);
      rule.arguments["bound"] = bound(*node);
      if (exclusive) rule.arguments["exclusive"] = true;
      if (column_.logical_type == "date" || column_.logical_type == "timestamp") add_pattern(rule);
      add_convention(rule);
    }
    if (const auto node = option("multipleOf")) {
      Rule& rule = make("multipleOf", Check::multiple_of);
      rule.arguments["of"] = plain_number(node->value());
      add_convention(rule);
    }
  }

  void add_text_options() {
    for (const auto& [key, check] :
         {std::pair{"minLength", Check::min_length}, std::pair{"maxLength", Check::max_length}}) {
      if (const auto node = option(key)) make(key, check).arguments = {{"length", node->value()}};
    }
    if (const auto node = option("pattern")) {
      make("pattern", Check::pattern).arguments = {{"patterns", Json::array({node->value()})}};
    }
    if (column_.logical_type != "string") return;
    const auto format = option("format");
    if (!format) return;
    const std::string name = known_format(*format);
    if (!name.empty()) make("format", Check::format).arguments = {{"formats", {name}}};
  }

  // Number formats are Rust's types. 128 bits hold whatever a table's column can.
  void add_width() {
    struct Width {
      std::string_view name;
      Json least;
      Json most;
    };
    const auto node = option("format");
    if (!node) return;
    static const std::array<Width, 9> kWidths{{
        {"i8", -128, 127},
        {"i16", -32768, 32767},
        {"i32", -2147483648LL, 2147483647},
        {"i64", std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()},
        {"u8", 0, 255},
        {"u16", 0, 65535},
        {"u32", 0, 4294967295LL},
        {"u64", 0, std::numeric_limits<std::uint64_t>::max()},
        {"f32", -3.4028234663852886e38, 3.4028234663852886e38},
    }};
    for (const Width& width : kWidths) {
      if (node->value() != width.name) continue;
      make("format", Check::minimum).arguments = {{"bound", width.least}};
      make("format", Check::maximum).arguments = {{"bound", width.most}};
    }
    if (node->value() == "u128") make("format", Check::minimum).arguments = {{"bound", 0}};
  }

  const ContractColumn& column_;
  std::vector<Rule>& rules_;
  std::optional<ContractNode> options_;
};

}  // namespace

Rule column_rule(const ContractColumn& column, std::string_view name, Check check) {
  Rule rule;
  rule.name = name;
  rule.check = check;
  rule.columns = {column.physical_name};
  rule.dimension = kind_of(check).dimension;
  rule.severity = column.critical ? Severity::critical : Severity::error;
  rule.weight = column.weight;
  rule.logical_type = column.logical_type;
  rule.deprecation = column.deprecation;
  return rule;
}

void add_property_rules(const ContractNode& node, const ContractColumn& column,
                        std::vector<Rule>& rules) {
  PropertyRules(node, column, rules).add();
}

std::string bounded_type(std::string_view physical_type) {
  std::string word;
  std::string arguments;
  bool inside = false;
  for (const char c : physical_type) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (c == '(') {
      inside = true;
    } else if (c == ')') {
      inside = false;
    } else if (inside) {
      if (c != ' ') arguments += c;
    } else {
      word += lower;
    }
  }
  while (word.ends_with(' ')) word.pop_back();
  struct Name {
    std::string_view written;
    std::string_view bounded;
    bool takes_arguments;
  };
  static constexpr std::array<Name, 18> kNames{{
      {"smallint", "smallint", false},
      {"int2", "smallint", false},
      {"int4", "integer", false},
      {"bigint", "bigint", false},
      {"int8", "bigint", false},
      {"varchar", "varchar", true},
      {"character varying", "varchar", true},
      {"nvarchar", "varchar", true},
      {"varchar2", "varchar", true},
      {"nvarchar2", "varchar", true},
      {"char", "varchar", true},
      {"character", "varchar", true},
      {"nchar", "varchar", true},
      {"bpchar", "varchar", true},
      {"numeric", "numeric", true},
      {"decimal", "numeric", true},
      {"dec", "numeric", true},
      {"number", "numeric", true},
  }};
  const auto* const name = std::find_if(kNames.begin(), kNames.end(), [&](const Name& candidate) {
    return candidate.written == word;
  });
  const bool plain = std::all_of(arguments.begin(), arguments.end(),
                                 [](char c) { return (c >= '0' && c <= '9') || c == ','; });
  if (name == kNames.end() || !plain || inside || name->takes_arguments == arguments.empty())
    return {};
  if (!name->takes_arguments) return std::string(name->bounded);
  const bool needs_scale = name->bounded == "numeric" && arguments.find(',') == arguments.npos;
  return std::string(name->bounded) + "(" + arguments + (needs_scale ? ",0)" : ")");
}

}  // namespace tamis::quality
