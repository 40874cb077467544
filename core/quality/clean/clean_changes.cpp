#include "core/quality/clean/clean_changes.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/quality/check/cells.h"
#include "core/quality/clean/clean_cells.h"
#include "core/quality/score/facts.h"
#include "core/text/text.h"
#include "core/text/utf8.h"

namespace tamis::quality {
namespace {

using document::Json;
using engine::Dialect;
using profile::ColumnProfile;

constexpr std::size_t kLongestShown = 100;  // bytes of a sample

// One cell that is not the same afterwards.
struct Change {
  std::string_view before;
  std::string_view trimmed;
  std::string_view after;  // of a value that stays one
  bool gone = false;       // NULL afterwards
  text::Traits traits;
  types::Reading reading;
};

bool is_number(types::Type type) noexcept {
  return type == types::Type::integer || type == types::Type::decimal || type == types::Type::real;
}

bool is_mended(const CleanColumn&, const Change& change) noexcept { return !change.gone; }

bool trims_left(const CleanColumn&, const Change& c) noexcept {
  return c.traits.leading_space && !c.trimmed.empty();
}
bool trims_right(const CleanColumn&, const Change& c) noexcept {
  return c.traits.trailing_space && !c.trimmed.empty();
}
bool has_odd_space(const CleanColumn&, const Change& c) noexcept { return c.traits.odd_space; }
bool has_control(const CleanColumn&, const Change& c) noexcept { return c.traits.control; }
bool says_nothing(const CleanColumn&, const Change& c) noexcept {
  return c.gone && !types::is_present(c.reading.type);
}
bool rewrites_date(const CleanColumn& column, const Change& c) noexcept {
  return sketch::is_date(column.type) && !c.gone && c.trimmed != c.after;
}
bool rewrites_number(const CleanColumn& column, const Change& c) noexcept {
  if (!is_number(column.type) || c.gone || c.reading.type > types::Type::real) return false;
  return c.reading.grouped || c.trimmed.find(',') != std::string_view::npos;
}
bool rewrites_boolean(const CleanColumn& column, const Change& c) noexcept {
  const auto lower = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; };
  return column.type == types::Type::boolean && !c.gone &&
         !std::equal(c.trimmed.begin(), c.trimmed.end(), c.after.begin(), c.after.end(), lower);
}
bool drops_currency(const CleanColumn& column, const Change& c) noexcept {
  // Parentheses alone make an amount too.
  return column.amount && !c.gone && c.reading.type == types::Type::currency &&
         c.trimmed.find_first_not_of("0123456789.,'-+() ") != std::string_view::npos;
}
bool drops_parentheses(const CleanColumn& column, const Change& c) noexcept {
  return column.amount && !c.gone && c.reading.type == types::Type::currency &&
         c.trimmed.find('(') != std::string_view::npos;
}
bool drops_percent(const CleanColumn& column, const Change& c) noexcept {
  return column.amount && !c.gone && c.reading.type == types::Type::percent;
}
bool composes(const CleanColumn& column, const Change& c) {
  return is_mended(column, c) && column.type == types::Type::text && !text::is_composed(c.before);
}
bool folds_case(const CleanColumn& column, const Change& c) {
  if (column.casing == text::Casing::as_is || c.gone) return false;
  std::string storage;
  return text::cleaned(c.before, storage) != c.after;
}

struct ChangeRule {
  std::string_view name;
  bool (*applies)(const CleanColumn&, const Change&);
};

constexpr std::array kRules = {
    ChangeRule{"missing_to_null", says_nothing},
    ChangeRule{"trimmed_left", trims_left},
    ChangeRule{"trimmed_right", trims_right},
    ChangeRule{"odd_spaces", has_odd_space},
    ChangeRule{"control_characters", has_control},
    ChangeRule{"dates_normalised", rewrites_date},
    ChangeRule{"numbers_normalised", rewrites_number},
    ChangeRule{"booleans_normalised", rewrites_boolean},
    ChangeRule{"currency_removed", drops_currency},
    ChangeRule{"percent_removed", drops_percent},
    ChangeRule{"parentheses_to_minus", drops_parentheses},
    ChangeRule{"unicode_composed", composes},
    ChangeRule{"case_folded", folds_case},
};

std::int64_t non_ascii(const ColumnProfile& column) {
  const auto text = column.document.find("text");
  return text == column.document.end() ? 0 : text->value("non_ascii", std::int64_t{0});
}

// Rules that may apply to values of the column and that no profile counts.
std::vector<std::string_view> uncounted_rules(const CleanColumn& column,
                                              const ColumnProfile& profiled) {
  std::vector<std::string_view> out;
  if (column.amount) {
    out = {"currency_removed", "percent_removed", "parentheses_to_minus", "numbers_normalised"};
  } else if (column.type == types::Type::text) {
    if (non_ascii(profiled) > 0) out.push_back("unicode_composed");
    if (column.casing != text::Casing::as_is) out.push_back("case_folded");
  } else if (column.type != intended_type(profiled)) {
    out = {"dates_normalised", "numbers_normalised", "booleans_normalised"};
  } else if (column.two_digit_pivot) {
    out = {"dates_normalised"};
  }
  return out;
}

std::string shown(std::string_view text) {
  if (text.size() <= kLongestShown) return std::string(text);
  std::size_t end = 0;
  while (end < kLongestShown) {
    const std::size_t step = std::max<std::size_t>(1, text::utf8_length(text.substr(end)));
    if (end + step > kLongestShown) break;
    end += step;
  }
  return std::string(text.substr(0, end)) + "\xE2\x80\xA6";
}

Json sample(engine::Rows& rows) {
  const engine::Value key = rows.at(0);
  const engine::Value after = rows.at(2);
  return {{"key", key.is_null() ? Json() : Json(shown(key.bytes()))},
          {"before", shown(rows.at(1).bytes())},
          {"after", after.is_null() ? Json() : Json(shown(after.bytes()))}};
}

// Rows have an order of their own where they have a name; SQLite might else read an index.
std::string in_order(const profile::RowNames& names, const Dialect& dialect) {
  if (dialect.engine() != Dialect::Engine::sqlite) return {};
  switch (names.address) {
    case profile::RowAddress::rowid: return " ORDER BY " + names.column;
    case profile::RowAddress::key: return " ORDER BY " + dialect.quote_identifier(names.column);
    default: return {};
  }
}

class Search {
 public:
  Search(const CleanColumn& column, std::size_t most, std::vector<std::string_view> uncounted,
         Changes& changes)
      : column_(column), most_(most), uncounted_(std::move(uncounted)), changes_(changes) {}

  bool is_done() const {
    if (!uncounted_.empty()) return false;
    for (const auto& [name, count] : changes_.counts.items()) {
      const auto found = changes_.samples.find(name);
      const std::size_t have = found == changes_.samples.end() ? 0 : found->size();
      if (have < most_ && static_cast<std::int64_t>(have) < count.get<std::int64_t>()) return false;
    }
    return true;
  }

  void run(engine::Rows& rows) {
    while (rows.next()) {
      take(rows);
      if (is_done()) return;
    }
  }

 private:
  void take(engine::Rows& rows) {
    const engine::Value after = rows.at(2);
    const std::string_view before = rows.at(1).bytes();
    const Change change{.before = before,
                        .trimmed = text::trimmed(before),
                        .after = after.is_null() ? std::string_view() : after.bytes(),
                        .gone = after.is_null(),
                        .traits = text::traits(before),
                        .reading = types::read(before)};
    for (const ChangeRule& rule : kRules) {
      if (!rule.applies(column_, change)) continue;
      const std::string name(rule.name);
      if (std::find(uncounted_.begin(), uncounted_.end(), rule.name) != uncounted_.end()) {
        changes_.counts[name] = changes_.counts.value(name, std::int64_t{0}) + 1;
      } else if (!changes_.counts.contains(name)) {
        continue;
      }
      if (most_ == 0) continue;
      Json& samples = changes_.samples[name];
      if (samples.size() < most_) samples.push_back(sample(rows));
    }
  }

  const CleanColumn& column_;
  std::size_t most_;
  std::vector<std::string_view> uncounted_;
  Changes& changes_;
};

// (key, before, after) of the cells that the cleaning changes.
std::string changed_cells(const CleanPlan& plan, const CleanColumn& column,
                          const profile::RowNames& names, const Dialect& dialect) {
  return "SELECT row_key, old_text, new_text FROM (SELECT " + row_key_sql(plan, dialect) +
         " AS row_key, " + cell_text(dialect, column.source) + " AS old_text, " +
         value_text_sql(column, dialect) + " AS new_text FROM " + plan.source_sql +
         in_order(names, dialect) + std::string(kFence) +
         ") AS cells WHERE old_text IS NOT NULL AND (new_text IS NULL OR new_text <> old_text)";
}

// The first cells that are the caller's markers or sentinels.
void add_absent(engine::Session& session, const engine::Relation& original, const CleanPlan& plan,
                const CleanColumn& column, const std::string& condition, std::string_view name,
                std::size_t most, std::int64_t count, Changes& changes) {
  if (count == 0) return;
  changes.counts[std::string(name)] = count;
  if (most == 0) return;
  const Dialect& dialect = session.dialect();
  const auto rows = session.query("SELECT " + row_key_sql(plan, dialect) + ", " +
                                  cell_text(dialect, column.source) + ", NULL FROM " +
                                  original.sql + " WHERE " + condition);
  Json& samples = changes.samples[std::string(name)];
  while (samples.size() < most && rows->next()) samples.push_back(sample(*rows));
}

}  // namespace

Changes find_changes(engine::Session& session, const engine::Relation& original,
                     const CleanPlan& plan, const CleanOptions& options, const CleanColumn& column,
                     const profile::TableProfile& profile, const Absent& absent) {
  Changes changes;
  const Dialect& dialect = session.dialect();
  add_absent(session, original, plan, column, is_marker_sql(column.source, options, dialect),
             "marker_to_null", options.samples, absent.markers, changes);
  add_absent(session, original, plan, column, is_sentinel_sql(column.source, options, dialect),
             "sentinel_to_null", options.samples, absent.sentinels, changes);
  if (column.copied) return changes;
  const ColumnProfile& profiled = *profile.find(column.source.name);
  changes.counts.update(change_counts(profiled, column.type));
  if (absent.missing > 0) changes.counts["missing_to_null"] = absent.missing;
  std::vector<std::string_view> uncounted = uncounted_rules(column, profiled);
  for (const std::string_view name : uncounted) changes.counts.erase(std::string(name));
  Search search(column, options.samples, std::move(uncounted), changes);
  if (!search.is_done()) {
    search.run(*session.query(changed_cells(plan, column, profile.row_names, dialect)));
  }
  return changes;
}

}  // namespace tamis::quality
