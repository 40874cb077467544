#include "core/quality/check/compiled_rules.h"

#include <algorithm>
#include <cstring>

#include "core/error/error.h"
#include "core/quality/check/metrics.h"
#include "core/quality/check/mix.h"

namespace tamis::quality {
namespace {

using document::Json;

constexpr std::size_t kMostValues = 10'000;

[[noreturn]] void malformed(const std::string& what) {
  throw Error(Code::invalid_value, "compiled rules: " + what, {},
              "tamis_check() writes such texts; its results have them in \"sql\".");
}

const Json& member(const Json& object, const char* name) {
  static const Json kNull;
  const auto found = object.find(name);
  return found == object.end() ? kNull : *found;
}

std::size_t size_of(const Json& value, std::size_t limit, const char* what) {
  // PostgreSQL's JSON may have written 3 as 3.0 on the way.
  if (!value.is_number() || value.get<double>() < 0 ||
      value.get<double>() >= static_cast<double>(limit)) {
    malformed(std::string(what) + " must be a number below " + std::to_string(limit));
  }
  return static_cast<std::size_t>(value.get<double>());
}

std::string string_of(const Json& value, const char* what) {
  if (value.is_null()) return {};
  if (!value.is_string()) malformed(std::string(what) + " must be a string");
  return value.get<std::string>();
}

}  // namespace

// Two bits a test, so that a word holds what 32 tests say. Grows while a column has more values
// than slots; one that hardly repeats any goes without.
class CompiledRules::Memo {
 public:
  static constexpr std::size_t kMostTests = 32;

  Memo() : slots_(kFirstSlots) {}

  bool takes(std::string_view text) const noexcept { return open_ && text.size() <= kMostBytes; }

  // Where what is known of that text stands; `known` says whether it does already.
  std::uint64_t& find(std::string_view text, bool& known) {
    if (++asked_ > kTrial * slots_.size()) judge_itself();
    const Words words = words_of(text);
    Slot& slot = slots_[hash_of(words, text.size()) & (slots_.size() - 1)];
    known = slot.size == text.size() + 1 && slot.words == words;
    if (known) {
      ++found_;
    } else {
      slot.size = static_cast<std::uint32_t>(text.size() + 1);
      slot.words = words;
    }
    return slot.outcomes;
  }

 private:
  static constexpr std::size_t kMostBytes = 32;
  static constexpr std::size_t kFirstSlots = 32;
  static constexpr std::size_t kMostSlots = 4 * 1024;
  static constexpr std::size_t kTrial = 8;  // look-ups for each slot
  using Words = std::array<std::uint64_t, kMostBytes / 8>;
  struct Slot {
    Words words{};
    std::uint64_t outcomes = 0;
    std::uint32_t size = 0;  // plus 1; 0: free
  };

  static std::uint64_t word(const char* from, std::size_t size) noexcept {
    std::uint64_t out = 0;
    std::memcpy(&out, from, size);
    return out;
  }
  // All bytes, some twice: with the size, they say the text.
  static Words words_of(std::string_view text) noexcept {
    const char* const at = text.data();
    const std::size_t size = text.size();
    if (size > 16)
      return {word(at, 8), word(at + 8, 8), word(at + size - 16, 8), word(at + size - 8, 8)};
    if (size >= 8) return {word(at, 8), word(at + size - 8, 8)};
    if (size >= 4) return {word(at, 4) | word(at + size - 4, 4) << 32U};
    if (size == 0) return {};
    return {std::uint64_t{static_cast<unsigned char>(at[0])} |
            std::uint64_t{static_cast<unsigned char>(at[size / 2])} << 8U |
            std::uint64_t{static_cast<unsigned char>(at[size - 1])} << 16U};
  }
  static std::size_t hash_of(const Words& words, std::size_t size) noexcept {
    return fold_product(words[0] ^ words[2] ^ size, words[1] ^ words[3] ^ 0x9E3779B97F4A7C15) ^
           fold_product(words[0] + words[3], 0xD6E8FEB86659FD93 ^ words[1]);
  }

  // A few slots show how many values there are: of thousands, hardly one is met again in time, and
  // a table that held them all would displace what else the processor needs.
  void judge_itself() {
    constexpr std::size_t kGrowth = 16;
    const bool repeats = found_ >= asked_ / 2;
    const bool might = slots_.size() < kMostSlots && found_ >= asked_ / 40;
    asked_ = 0;
    found_ = 0;
    if (repeats) return;
    if (might) {
      slots_.assign(std::min(slots_.size() * kGrowth, kMostSlots), Slot{});
    } else {
      open_ = false;
    }
  }

  std::vector<Slot> slots_;
  std::size_t asked_ = 0;
  std::size_t found_ = 0;
  bool open_ = true;
};

namespace {

// Tests that cost no more than looking up what they said.
bool is_quick(const Rule& rule) noexcept {
  switch (rule.check) {
    case Check::not_missing:
    case Check::not_null:
    case Check::not_empty:
    case Check::one_absence:
    case Check::storage:
    case Check::min_length:
    case Check::max_length:
    case Check::ascii:
    case Check::trimmed:
    case Check::no_control:
    case Check::no_nul:
    case Check::utf8: return true;
    case Check::minimum:
    case Check::maximum: return rule.argument("bound").is_string();
    case Check::type: {
      const Json& given = rule.argument("type");
      const std::string_view type = given.is_string()
                                        ? std::string_view(given.get_ref<const std::string&>())
                                        : std::string_view(rule.logical_type);
      return type == "date" || type == "timestamp" || type == "string";
    }
    default: return false;
  }
}

}  // namespace

CompiledRules::Column::Column() = default;
CompiledRules::Column::Column(Column&&) noexcept = default;
CompiledRules::Column& CompiledRules::Column::operator=(Column&&) noexcept = default;
CompiledRules::Column::~Column() = default;

class RuleCompiler {
 public:
  explicit RuleCompiler(const Json& form) : form_(form) {}

  CompiledRules compile() && {
    if (!form_.is_object() || !member(form_, "names").is_array() ||
        !member(form_, "rules").is_array()) {
      malformed("an object with \"names\" and \"rules\" is needed");
    }
    for (const Json& name : form_["names"]) out_.names_.push_back(string_of(name, "a name"));
    const Json& values = member(form_, "values");
    const std::size_t width =
        values.is_null() ? out_.names_.size() : size_of(values, kMostValues, "\"values\"");
    if (width < out_.names_.size()) malformed("\"values\" must count the names");
    out_.cells_.resize(width);
    out_.looked_at_.resize(width, false);
    const Json& samples = member(form_, "samples");
    if (!samples.is_null()) out_.samples_ = size_of(samples, 1000, "\"samples\"");
    out_.mask_ = member(form_, "mask") == Json(true);
    for (const Json& rule : form_["rules"]) add(rule);
    out_.states_.resize(out_.entries_.size(), 0);
    settle_columns();
    return std::move(out_);
  }

 private:
  std::size_t place_of(const Json& value, const char* what) const {
    return size_of(value, out_.cells_.size(), what);
  }

  CompiledRules::Entry entry_of(const Json& json) const {
    if (!json.is_object()) malformed("a rule must be an object");
    CompiledRules::Entry entry;
    const std::string check = string_of(member(json, "check"), "\"check\"");
    const Kind* const kind = find_kind(check);
    if (kind == nullptr) malformed("there is no check " + in_quotes(check));
    entry.rule.check = kind->check;
    entry.rule.id = string_of(member(json, "id"), "\"id\"");
    entry.rule.logical_type = string_of(member(json, "type"), "\"type\"");
    const Json& arguments = member(json, "arguments");
    if (arguments.is_object()) entry.rule.arguments = arguments;
    const Json& columns = member(json, "columns");
    if (!columns.is_null() && !columns.is_array()) malformed("\"columns\" must be an array");
    for (const Json& column : columns) {
      entry.columns.push_back(place_of(column, "a column"));
      if (entry.columns.back() >= out_.names_.size()) malformed("a column must have a name");
      entry.rule.columns.push_back(out_.names_[entry.columns.back()]);
    }
    const Json& where = member(json, "where");
    if (!where.is_null()) entry.where = place_of(where, "\"where\"");
    return entry;
  }

  void add(const Json& json) {
    CompiledRules::Entry entry = entry_of(json);
    const auto index = static_cast<std::uint32_t>(out_.entries_.size());
    if (entry.where) out_.conditional_.push_back(index);
    switch (entry.rule.kind().mode) {
      case Mode::value: add_value_test(entry, index); break;
      case Mode::row: add_row_test(entry, index, json); break;
      case Mode::metric: add_metric(entry, index); break;
      case Mode::set:
        if (entry.rule.check == Check::unique && !entry.columns.empty()) {
          for (const std::size_t place : entry.columns) out_.looked_at_[place] = true;
          break;
        }
        if (entry.rule.check == Check::references && entry.columns.size() == 1 &&
            !entry.rule.argument("known").is_null()) {
          add_reference_test(entry, index);
          break;
        }
        [[fallthrough]];
      default: malformed("check " + in_quotes(entry.rule.kind().name) + " judges no rows");
    }
    out_.entries_.push_back(std::move(entry));
  }

  void add_value_test(const CompiledRules::Entry& entry, std::uint32_t index) {
    if (entry.columns.size() != 1) malformed("a rule on values must have one column");
    const std::size_t place = entry.columns.front();
    const Json& stored = member(form_, "stored");
    const std::string stored_as =
        stored.is_array() && place < stored.size() ? string_of(stored[place], "\"stored\"") : "";
    CompiledRules::Column& column = column_of(place);
    column.tests.push_back({.test = make_value_test(entry.rule, stored_as),
                            .scope = scope_of(entry.rule.check),
                            .rule = index});
    const bool null_only = entry.rule.check == Check::not_null;
    if (!null_only) out_.looked_at_[place] = true;
  }

  void add_reference_test(const CompiledRules::Entry& entry, std::uint32_t index) {
    out_.looked_at_[entry.columns.front()] = true;
    column_of(entry.columns.front())
        .tests.push_back(
            {.test = make_reference_test(entry.rule), .scope = Scope::not_null, .rule = index});
  }

  void add_metric(CompiledRules::Entry& entry, std::uint32_t index) {
    for (const std::size_t place : entry.columns) out_.looked_at_[place] = true;
    if (entry.rule.check == Check::contains_values) {
      entry.listed = std::make_unique<const ValueSet>(list_argument(entry.rule, "values"), false);
    }
    if (entry.rule.check != Check::metric) return;
    if (entry.columns.size() != 1) malformed("a metric must have one column");
    const std::string metric = text_argument(entry.rule, "metric");
    if (!counts_absence(metric)) return;
    Rule absence = entry.rule;
    absence.check = metric.starts_with("null") ? Check::not_null : Check::not_missing;
    absence.arguments = Json::object();
    column_of(entry.columns.front())
        .tests.push_back(
            {.test = make_value_test(absence, {}), .scope = Scope::all, .rule = index});
  }

  void add_row_test(const CompiledRules::Entry& entry, std::uint32_t index, const Json& json) {
    std::vector<std::size_t> places = entry.columns;
    if (entry.rule.check == Check::expression) {
      places = {place_of(member(json, "condition"), "\"condition\"")};
    }
    for (const std::size_t place : entry.columns) out_.looked_at_[place] = true;
    out_.row_tests_.push_back({make_row_test(entry.rule, std::move(places)), index});
  }

  CompiledRules::Column& column_of(std::size_t place) {
    for (CompiledRules::Column& column : out_.columns_) {
      if (column.place == place) return column;
    }
    out_.columns_.emplace_back().place = place;
    return out_.columns_.back();
  }

  void settle_columns() {
    for (CompiledRules::Column& column : out_.columns_) {
      Cell null;
      null.take(engine::Value());
      for (const auto& test : column.tests) {
        column.of_null.push_back(static_cast<std::uint8_t>(
            test.scope == Scope::all ? test.test->judge(null) : Outcome::skipped));
      }
      const bool quick =
          std::all_of(column.tests.begin(), column.tests.end(),
                      [&](const auto& test) { return is_quick(out_.entries_[test.rule].rule); });
      if (!quick && column.tests.size() <= CompiledRules::Memo::kMostTests) {
        column.memo = std::make_unique<CompiledRules::Memo>();
      }
    }
  }

  const Json& form_;
  CompiledRules out_;
};

CompiledRules CompiledRules::compile(std::string_view json) {
  return RuleCompiler(document::parse(json, "compiled rules")).compile();
}

Outcome CompiledRules::judge_one(const TestAt& test, Cell& cell) const noexcept {
  if (test.scope == Scope::present && cell.missing()) return Outcome::skipped;
  return test.test->judge(cell);
}

void CompiledRules::judge_text(const Column& column, Cell& cell) const {
  bool known = false;
  std::uint64_t& outcomes = column.memo->find(cell.value().bytes(), known);
  if (!known) {
    outcomes = 0;
    for (std::size_t i = 0; i < column.tests.size(); ++i) {
      outcomes |= std::uint64_t{static_cast<std::uint8_t>(judge_one(column.tests[i], cell))}
                  << 2 * i;
    }
  }
  std::uint64_t rest = outcomes;
  for (const TestAt& test : column.tests) {
    states_[test.rule] = rest & 3U;
    rest >>= 2U;
  }
}

void CompiledRules::judge_column(const Column& column) const {
  Cell& cell = cells_[column.place];
  if (cell.is_null()) {
    for (std::size_t i = 0; i < column.tests.size(); ++i) {
      states_[column.tests[i].rule] = column.of_null[i];
    }
  } else if (cell.value().kind() == engine::Kind::text && column.memo != nullptr &&
             column.memo->takes(cell.value().bytes())) {
    judge_text(column, cell);
  } else {
    for (const TestAt& test : column.tests) {
      states_[test.rule] = static_cast<std::uint8_t>(judge_one(test, cell));
    }
  }
}

std::span<std::uint8_t> CompiledRules::judge(std::span<const engine::Value> row) const {
  if (row.size() != cells_.size()) {
    throw Error(Code::invalid_value, "the rules are about rows of " +
                                         std::to_string(cells_.size()) + " values, not of " +
                                         std::to_string(row.size()));
  }
  for (std::size_t i = 0; i < row.size(); ++i) cells_[i].take(row[i]);
  for (const std::uint32_t rule : conditional_) states_[rule] = 0;  // metrics and keys have no test
  for (const Column& column : columns_) judge_column(column);
  for (const RowTestAt& at : row_tests_) {
    states_[at.rule] = static_cast<std::uint8_t>(at.test->judge(cells_));
  }
  for (const std::uint32_t rule : conditional_) {
    if (!applies(rule)) states_[rule] = kOutside;
  }
  return states_;
}

}  // namespace tamis::quality
