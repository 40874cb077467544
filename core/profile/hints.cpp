#include "core/profile/hints.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "core/dates/names.h"
#include "core/sketch/count_dates.h"
#include "core/sketch/frequent.h"
#include "core/text/text.h"

namespace tamis::profile {
namespace {

using document::Json;
using sketch::Facts;
using types::Type;

constexpr double kNearlyAll = 0.95;

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  for (const char c : text::snake_case(name)) {
    if (c == '_') {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  return words;
}

class Hints {
 public:
  Hints(const sketch::ColumnSketch& sketch, const ColumnProfile& column)
      : sketch_(sketch), facts_(sketch.facts()), column_(column), words_(words_of(column.name)) {}

  Json take() {
    if (column_.present == 0) return out_;
    add_roles();
    add_integers();
    add_words();
    add_codes();
    return out_;
  }

 private:
  void add(std::string_view hint, std::uint64_t count) {
    const double share = static_cast<double>(count) / static_cast<double>(column_.present);
    if (count > 0 && share >= kNearlyAll) {
      out_[hint] = {{"count", count}, {"share", document::rounded(share)}};
    }
  }

  bool named(std::string_view last) const { return words_.back() == last; }

  // Numbers that name rows are dense, or their column says so; amounts differ by chance alone.
  void add_roles() {
    const auto present = static_cast<std::uint64_t>(column_.present);
    const Json key = candidate_key(column_);
    if (key == true || key == "likely") {
      const bool called_id = named("id") || named("uuid") || named("guid") || named("key") ||
                             named("no") || named("nr") || named("number");
      if (called_id || column_.kind == Type::uuid || is_dense()) add("id", present);
      return;
    }
    constexpr std::int64_t kMostCategories = 50;
    constexpr std::int64_t kRepeats = 20;
    const bool few = column_.distinct > 1 && column_.distinct <= kMostCategories &&
                     column_.distinct * kRepeats <= column_.present;
    if (few && (column_.kind == Type::text || column_.kind == Type::integer ||
                column_.kind == Type::code)) {
      add("category", present);
    }
  }

  bool is_dense() const noexcept {
    constexpr double kDense = 2;
    constexpr std::int64_t kFew = 10;
    return column_.kind == Type::integer && column_.present >= kFew && facts_.min_integer >= 0 &&
           static_cast<double>(facts_.max_integer) - static_cast<double>(facts_.min_integer) <
               kDense * static_cast<double>(column_.present);
  }

  void add_integers() {
    constexpr std::int64_t kFirstYear = 1800;
    constexpr std::int64_t kLastYear = 2100;
    constexpr std::uint32_t kCodeWidth = 5;
    if (column_.kind != Type::integer) return;
    const std::uint64_t integers = facts_.of(Type::integer);
    if (facts_.min_integer >= kFirstYear && facts_.max_integer <= kLastYear) {
      add("year", integers);
    }
    const bool even = facts_.min_length == facts_.max_length && facts_.max_length >= kCodeWidth;
    const bool counts_days =
        std::any_of(facts_.counted_dates.begin(), facts_.counted_dates.end(),
                    [&](std::uint64_t n) { return n > 0 && 2 * n >= integers; });
    if (even && facts_.min_integer > 0 && !counts_days) add("fixed_width", integers);
    if (facts_.zero_or_one == integers) add("boolean", integers);
  }

  // Names of months and days, where all values are known.
  void add_words() {
    if (column_.kind != Type::text || !sketch_.frequent().exact()) return;
    std::uint64_t months = 0;
    std::uint64_t weekdays = 0;
    for (const auto& kept : sketch_.frequent().kept()) {
      const std::string_view text = text::trimmed(sketch_.frequent().text(kept));
      const bool letters = std::all_of(
          text.begin(), text.end(), [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; });
      if (!letters) continue;
      const dates::Word word = dates::find_word(text);
      months += word.months != 0 && !word.roman ? kept.count : 0;
      weekdays += word.weekdays != 0 ? kept.count : 0;
    }
    constexpr std::int64_t kSeveral = 3;  // May and Sun mean other things too
    if (column_.distinct >= kSeveral) {
      add("month_name", months);
      add("weekday", weekdays);
    }
  }

  void add_codes() {
    constexpr std::array<std::string_view, 3> kCodes = {"country_code", "language_code",
                                                        "currency_code"};
    for (std::size_t i = 0; i < kCodes.size(); ++i) add(kCodes[i], facts_.hints[i]);
    std::uint64_t partial = 0;
    for (const sketch::DateFormats::Entry& entry : sketch_.formats().entries()) {
      const bool part =
          entry.format.type == Type::text && entry.format.reason == dates::Reason::none;
      partial += part ? entry.count() : 0;
    }
    add("partial_date", partial);
  }

  const sketch::ColumnSketch& sketch_;
  const Facts& facts_;
  const ColumnProfile& column_;
  std::vector<std::string> words_;
  Json out_ = Json::object();
};

struct PersonalName {
  std::string_view kind;
  std::string_view words;  // all of them, with blanks between
};

// As the words of a column's name are written in snake case.
constexpr std::array<PersonalName, 40> kPersonalNames = {{
    {"name", "first name"},
    {"name", "last name"},
    {"name", "full name"},
    {"name", "middle name"},
    {"name", "given name"},
    {"name", "family name"},
    {"name", "maiden name"},
    {"name", "customer name"},
    {"name", "patient name"},
    {"name", "contact name"},
    {"name", "person name"},
    {"name", "surname"},
    {"name", "firstname"},
    {"name", "lastname"},
    {"name", "fullname"},
    {"name", "forename"},
    {"birth_date", "birth date"},
    {"birth_date", "date birth"},
    {"birth_date", "birthdate"},
    {"birth_date", "birthday"},
    {"birth_date", "dob"},
    {"birth_date", "born"},
    {"national_id", "ssn"},
    {"national_id", "social security"},
    {"national_id", "passport"},
    {"national_id", "tax id"},
    {"national_id", "national id"},
    {"national_id", "nino"},
    {"email", "email"},
    {"email", "e mail"},
    {"phone", "phone"},
    {"phone", "telephone"},
    {"phone", "mobile"},
    {"phone", "fax"},
    {"address", "street"},
    {"address", "address"},
    {"ip", "ip"},
    {"iban", "iban"},
    {"credit_card", "credit card"},
    {"credit_card", "card number"},
}};

bool has_words(const std::vector<std::string>& name, std::string_view words) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    if (std::find(name.begin(), name.end(), words.substr(0, end)) == name.end()) return false;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return true;
}

}  // namespace

Json describe_hints(const sketch::ColumnSketch& sketch, const ColumnProfile& column) {
  return Hints(sketch, column).take();
}

Json describe_personal(const sketch::ColumnSketch& sketch, const ColumnProfile& column) {
  const Facts& facts = sketch.facts();
  Json out = Json::array();
  const auto has = [&](std::string_view kind) {
    return std::any_of(out.begin(), out.end(), [&](const Json& e) { return e["kind"] == kind; });
  };
  const auto add = [&](std::string_view kind, std::uint64_t count) {
    if (count > 0) out.push_back({{"kind", kind}, {"by", "values"}, {"count", count}});
  };
  add("email", facts.of(Type::email));
  add("phone", facts.of(Type::phone));
  add("ip", facts.of(Type::ipv4) + facts.of(Type::ipv6));
  add("credit_card", facts.hints[std::countr_zero(unsigned{types::kCreditCard})]);
  add("iban", facts.hints[std::countr_zero(unsigned{types::kIban})]);
  if (column.name.empty() || column.present == 0) return out;
  const std::vector<std::string> words = words_of(column.name);
  for (const PersonalName& personal : kPersonalNames) {
    if (!has(personal.kind) && has_words(words, personal.words)) {
      out.push_back({{"kind", personal.kind}, {"by", "name"}});
    }
  }
  return out;
}

Json candidate_key(const ColumnProfile& column) {
  if (column.rows == 0) return nullptr;
  if (column.present < column.rows) return false;
  if (column.distinct_exact) return column.distinct == column.present;
  constexpr double kErrors = 3;
  const auto rows = static_cast<double>(column.rows);
  if (static_cast<double>(column.distinct) < rows * (1 - kErrors * sketch::kDistinctError)) {
    return false;
  }
  return "likely";
}

}  // namespace tamis::profile
