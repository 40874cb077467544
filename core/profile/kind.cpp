#include "core/profile/kind.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <span>

#include "core/profile/dates.h"
#include "core/profile/judge.h"
#include "core/sketch/heavy.h"
#include "core/types/types.h"

namespace tamis::profile {
namespace {

using sketch::Facts;
using types::Type;
using TypeSet = std::uint64_t;

constexpr TypeSet set_of(std::initializer_list<Type> types) noexcept {
  TypeSet set = 0;
  for (const Type type : types) set |= TypeSet{1} << static_cast<unsigned>(type);
  return set;
}

// What a kind takes in besides values of its own.
constexpr TypeSet joining(Type kind) noexcept {
  switch (kind) {
    case Type::decimal: return set_of({Type::integer});
    case Type::real: return set_of({Type::integer, Type::decimal});
    case Type::currency:
    case Type::percent:
    case Type::code: return set_of({Type::integer, Type::decimal, Type::real});
    case Type::timestamp: return set_of({Type::date});
    case Type::duration: return set_of({Type::time});  // 12:15:00 beside 36:15:00
    case Type::ipv6: return set_of({Type::ipv4});      // ::ffff:10.0.0.1
    case Type::cidr: return set_of({Type::ipv4, Type::ipv6});
    case Type::phone: return set_of({Type::integer, Type::code});
    case Type::hex: return set_of({Type::integer, Type::real, Type::code});
    case Type::base64: return set_of({Type::hex});
    default: return 0;
  }
}

// Kinds whose own values must be at least as many as those that join them.
constexpr TypeSet kNeedHalf = set_of({Type::phone, Type::hex, Type::base64});

constexpr std::array kKinds = {
    Type::boolean,  Type::code,   Type::integer,   Type::decimal,     Type::real, Type::percent,
    Type::currency, Type::date,   Type::timestamp, Type::timestamptz, Type::time, Type::duration,
    Type::uuid,     Type::phone,  Type::json,      Type::xml,         Type::url,  Type::email,
    Type::ipv4,     Type::ipv6,   Type::cidr,      Type::mac,         Type::hex,  Type::base64,
    Type::geo,      Type::binary,
};

constexpr std::size_t kMostRivals = 5;
constexpr std::size_t kMostMarkers = 3;
// Of the values present: words that are known to say nothing, and one that is not.
constexpr double kKnownMarkers = 0.5;
constexpr double kUnknownMarker = 0.2;
// Among so few values one word is enough to miss the threshold, and one time to be suspected.
constexpr std::uint64_t kFewest = 8;
constexpr std::uint64_t kFew = 20;

struct Word {
  std::string text;
  std::uint64_t count = 0;
  bool no_answer = false;
};

// Short, without digits, and no value of the kind.
bool is_word(std::string_view text) noexcept {
  constexpr std::size_t kLongest = 24;
  return text.size() <= kLongest &&
         std::none_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<Word> words_against(const sketch::ColumnSketch& sketch, Type kind) {
  std::vector<Word> words;
  const sketch::FrequentValues& frequent = sketch.frequent();
  for (const sketch::HeavyValue& value : sketch::heavy_values(frequent).values) {
    const std::string_view text = frequent.text(*value.kept);
    if (value.kept->cut || !is_word(text) || fits(types::read(text).type, kind)) continue;
    words.push_back({std::string(text), value.count, says_no_answer(text)});
  }
  std::sort(words.begin(), words.end(), [](const Word& a, const Word& b) {
    return a.count != b.count ? a.count > b.count : a.text < b.text;
  });
  return words;
}

// yes and no, true and false, ...: a third answer is one only beside two.
bool has_both_answers(const sketch::ColumnSketch& sketch) noexcept {
  const auto has = [&](std::string_view word) {
    const auto& words = sketch.words().entries();
    return std::any_of(words.begin(), words.end(),
                       [&](const auto& entry) { return entry.text.bytes() == word; });
  };
  return (has("yes") && has("no")) || (has("y") && has("n")) || (has("true") && has("false")) ||
         (has("t") && has("f")) || (has("on") && has("off"));
}

class Judge {
 public:
  Judge(const sketch::ColumnSketch& sketch, ColumnProfile& column)
      : sketch_(sketch), facts_(sketch.facts()), column_(column), present_(facts_.present()) {}

  void judge() {
    column_.kind = find();
    const std::uint64_t conforming = explains(column_.kind);
    if (column_.kind != Type::text && column_.suspected.empty()) suspect(column_.kind, false);
    std::uint64_t judged = present_;
    for (const SuspectedMarker& marker : column_.suspected) {
      judged -= static_cast<std::uint64_t>(marker.count);
    }
    column_.kind_undecided = column_.kind == column_.type ? column_.undecided : undecided();
    column_.kind_conforming = static_cast<std::int64_t>(conforming);
    column_.kind_exceptions = static_cast<std::int64_t>(present_ - conforming);
    column_.kind_confidence =
        confidence_of(column_.kind_conforming, static_cast<std::int64_t>(judged));
    find_rivals();
  }

 private:
  std::uint64_t explains(Type kind) const noexcept {
    return explained(sketch_, kind, column_.date_order);
  }

  static bool holds(std::uint64_t count, std::uint64_t all) noexcept {
    return static_cast<double>(count) >= kTypeThreshold * static_cast<double>(all);
  }

  // Of amounts with a currency and percentages: those that read with either decimal mark.
  std::int64_t undecided() noexcept {
    if (column_.kind != Type::currency && column_.kind != Type::percent) return 0;
    judge_adorned_mark(facts_, column_);
    const bool open =
        column_.decimal_mark == Evidence::ambiguous || column_.decimal_mark == Evidence::conflict;
    const std::uint64_t values =
        facts_.of(sketch::MarkForm::open) + facts_.adorned(sketch::MarkForm::open);
    return open ? static_cast<std::int64_t>(values) : 0;
  }

  // Whether the column has what makes it that kind and no other.
  bool may_be(Type kind) const noexcept {
    const std::uint64_t own = facts_.of(kind);
    switch (kind) {
      case Type::boolean: return may_be_boolean(facts_, column_.declared_type);
      case Type::integer:
      case Type::decimal:
      case Type::real: return own > 0 && kind == number_type(facts_) && facts_.of(Type::code) == 0;
      case Type::date:
      case Type::timestamp: return own > 0 && kind == plain_date_type(facts_);
      default: break;
    }
    const bool needs_half = (kNeedHalf & set_of({kind})) != 0;
    return own > 0 && (!needs_half || 2 * own >= explains(kind));
  }

  Type find() {
    if (column_.type != Type::text) return column_.type;
    for (const Type kind : kKinds) {
      if (may_be(kind) && holds(explains(kind), present_)) return kind;
    }
    for (const Type kind : kKinds) {
      if (may_be(kind) && 2 * explains(kind) >= present_ && suspect(kind, true)) return kind;
    }
    return Type::text;
  }

  bool is_suspected(const Word& word, std::uint64_t exceptions, bool first_unknown) const noexcept {
    if (word.no_answer) return true;
    if (!first_unknown) return false;
    const bool few = present_ >= kFewest && present_ < kFew;
    const auto share = static_cast<double>(word.count) / static_cast<double>(present_);
    return share <= kUnknownMarker && (word.count > 1 || few) && 2 * word.count > exceptions;
  }

  // Gathers the words against `kind` that stand for missing values. With `to_hold`, only if the
  // kind holds without them.
  bool suspect(Type kind, bool to_hold) {
    const std::uint64_t conforming = explains(kind);
    const std::uint64_t exceptions = present_ - conforming;
    if (exceptions == 0 || (to_hold && kind == Type::boolean && !has_both_answers(sketch_))) {
      return false;
    }
    std::vector<SuspectedMarker> found;
    std::uint64_t suspected = 0;
    bool first_unknown = true;
    for (const Word& word : words_against(sketch_, kind)) {
      if (found.size() == kMostMarkers || suspected == exceptions) break;
      if (!is_suspected(word, exceptions, first_unknown)) continue;
      first_unknown = first_unknown && word.no_answer;
      const std::uint64_t count = std::min(word.count, exceptions - suspected);
      suspected += count;
      found.push_back({word.text, static_cast<std::int64_t>(count)});
    }
    const bool few =
        static_cast<double>(suspected) <= kKnownMarkers * static_cast<double>(present_);
    if (to_hold && (!few || !holds(conforming, present_ - suspected))) return false;
    column_.suspected = std::move(found);
    return true;
  }

  void find_rivals() {
    std::vector<Rival>& rivals = column_.rivals;
    for (const Type kind : kKinds) {
      const bool own = facts_.of(kind) > 0 || (kind == Type::boolean && facts_.zero_or_one > 0);
      if (kind == column_.kind || !own) continue;
      const std::uint64_t count = explains(kind);
      if (count > 0) rivals.push_back({kind, static_cast<std::int64_t>(count)});
    }
    std::stable_sort(rivals.begin(), rivals.end(),
                     [](const Rival& a, const Rival& b) { return a.count > b.count; });
    if (rivals.size() > kMostRivals) rivals.resize(kMostRivals);
  }

  const sketch::ColumnSketch& sketch_;
  const Facts& facts_;
  ColumnProfile& column_;
  std::uint64_t present_;
};

}  // namespace

bool fits(Type value, Type column) noexcept {
  return value == column || column == Type::text || (joining(column) & set_of({value})) != 0;
}

std::uint64_t explained(const sketch::ColumnSketch& sketch, Type type, Evidence order) noexcept {
  const Facts& facts = sketch.facts();
  if (type == Type::text || type == Type::empty) return facts.present();
  std::uint64_t sum = type == Type::boolean ? facts.zero_or_one : 0;
  for (std::size_t i = 0; i < types::kTypes; ++i) {
    const auto value = static_cast<Type>(i);
    if (!fits(value, type)) continue;
    sum += facts.of(value);
    if (sketch::is_date(value) && order == Evidence::conflict) {
      sum -= ordered_dates(sketch.formats(), value);
    }
  }
  return sum;
}

Type number_type(const Facts& facts) noexcept {
  if (facts.of(Type::real) > 0) return Type::real;
  return facts.of(Type::decimal) > 0 ? Type::decimal : Type::integer;
}

Type plain_date_type(const Facts& facts) noexcept {
  return facts.of(Type::timestamp) > 0 ? Type::timestamp : Type::date;
}

bool may_be_boolean(const Facts& facts, engine::ColumnType declared) noexcept {
  const std::uint64_t numbers =
      facts.of(Type::integer) + facts.of(Type::decimal) + facts.of(Type::real);
  return (facts.of(Type::boolean) > 0 || declared == engine::ColumnType::boolean) &&
         facts.of(Type::boolean) + facts.zero_or_one >= numbers;
}

void judge_kind(const sketch::ColumnSketch& sketch, ColumnProfile& column) {
  Judge(sketch, column).judge();
}

}  // namespace tamis::profile
