#include "core/quality/check/misspelling.h"

#include <algorithm>
#include <array>
#include <bit>

#include "core/quality/check/cells.h"
#include "core/text/utf8.h"

namespace tamis::quality {
namespace {

constexpr std::int64_t kFrequent = 5;
constexpr std::int64_t kOftener = 20;         // times, than any misspelling of it
constexpr std::int64_t kOftenerThanRare = 5;  // than one that stands once or twice
constexpr std::int64_t kRare = 2;
constexpr std::size_t kShortest = 3;
constexpr std::size_t kShort = 5;  // below: one edit among three letters may be another word
constexpr std::int64_t kOftenerThanShort = 50;
constexpr std::size_t kLettersPerEdit = 4;
constexpr std::size_t kLongest = 400;
constexpr std::size_t kMostCompared = 150'000'000;
constexpr std::size_t kNever = 1000;  // edits that no misspelling has

bool is_digit(char32_t c) noexcept { return c >= U'0' && c <= U'9'; }

char32_t lower(char32_t c) noexcept { return c >= U'A' && c <= U'Z' ? c + (U'a' - U'A') : c; }

// Characters, and which kinds of them there are: a bit for each of 64 classes.
struct Word {
  std::u32string letters;
  std::uint64_t has = 0;
  std::int64_t count = 0;
  std::size_t place = 0;

  Word(std::string_view text, std::int64_t times, std::size_t at) : count(times), place(at) {
    while (!text.empty()) {
      const std::size_t length = text::utf8_length(text);
      char32_t c = static_cast<unsigned char>(text.front());
      if (length > 1) {
        c &= 0x7FU >> length;
        for (std::size_t i = 1; i < length; ++i) {
          c = (c << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
        }
      }
      letters.push_back(c);
      has |= std::uint64_t{1} << (lower(c) & 63U);
      text.remove_prefix(std::max<std::size_t>(length, 1));
    }
  }
  bool same_but_case(const Word& other) const noexcept {
    return std::equal(letters.begin(), letters.end(), other.letters.begin(), other.letters.end(),
                      [](char32_t a, char32_t b) { return lower(a) == lower(b); });
  }
};

std::size_t most_edits(std::size_t length) noexcept {
  return length < 2 * kLettersPerEdit ? 1 : length / kLettersPerEdit;
}

// Optimal string alignment in three rows, without a digit that changes, comes or goes.
class Distance {
 public:
  // More than `most`: some number above it.
  std::size_t operator()(const std::u32string& a, const std::u32string& b, std::size_t most) {
    const std::size_t n = b.size();
    for (auto& row : rows_) row.assign(n + 1, 0);
    for (std::size_t j = 1; j <= n; ++j) rows_[0][j] = rows_[0][j - 1] + gap(b[j - 1]);
    for (std::size_t i = 1; i <= a.size(); ++i) {
      std::vector<std::size_t>& row = rows_[i % 3];
      const std::vector<std::size_t>& above = rows_[(i - 1) % 3];
      row[0] = above[0] + gap(a[i - 1]);
      std::size_t best = row[0];
      for (std::size_t j = 1; j <= n; ++j) {
        row[j] = std::min({above[j] + gap(a[i - 1]), row[j - 1] + gap(b[j - 1]),
                           above[j - 1] + change(a[i - 1], b[j - 1])});
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && !is_digit(a[i - 1]) &&
            !is_digit(a[i - 2])) {
          row[j] = std::min(row[j], rows_[(i - 2) % 3][j - 2] + 1);
        }
        best = std::min(best, row[j]);
      }
      if (best > most) return kNever;
    }
    return rows_[a.size() % 3][n];
  }

 private:
  static std::size_t gap(char32_t c) noexcept { return is_digit(c) ? kNever : 1; }
  static std::size_t change(char32_t a, char32_t b) noexcept {
    if (a == b) return 0;
    return is_digit(a) && is_digit(b) ? kNever : 1;
  }

  std::array<std::vector<std::size_t>, 3> rows_;
};

// Two words that share an ending differ throughout the rest.
bool is_scattered(const std::u32string& a, const std::u32string& b, std::size_t edits) noexcept {
  if (edits <= 1) return true;
  const std::size_t shorter = std::min(a.size(), b.size());
  std::size_t start = 0;
  while (start < shorter && a[start] == b[start]) ++start;
  std::size_t end = 0;
  while (end < shorter - start && a[a.size() - 1 - end] == b[b.size() - 1 - end]) ++end;
  return 2 * edits <= std::max(a.size(), b.size()) - start - end;
}

class Search {
 public:
  explicit Search(std::span<const CountedValue> values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const CountedValue& value = values[i];
      if (value.text.size() < kShortest || value.text.size() > kLongest) continue;
      words_.emplace_back(value.text, value.count, i);
    }
    // The order in which the best of several is the first.
    std::sort(words_.begin(), words_.end(), [&](const Word& a, const Word& b) {
      return a.count != b.count ? a.count > b.count : values[a.place].text < values[b.place].text;
    });
    frequent_ = static_cast<std::size_t>(
        std::find_if(words_.begin(), words_.end(),
                     [](const Word& word) { return word.count < kFrequent; }) -
        words_.begin());
  }

  Misspellings run() {
    Misspellings out;
    out.frequent = frequent_;
    if (frequent_ * words_.size() > kMostCompared) {
      out.complete = false;
      return out;
    }
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (const auto [meant, edits] = nearest(i); meant != nullptr) {
        out.found.push_back({words_[i].place, meant->place, edits});
      } else if (i < frequent_ && has_neighbour(i)) {
        ++out.crowded;
      }
    }
    std::sort(out.found.begin(), out.found.end(),
              [](const Misspelling& a, const Misspelling& b) { return a.value < b.value; });
    return out;
  }

 private:
  std::size_t edits_between(const Word& a, const Word& b) {
    const std::size_t length = std::min(a.letters.size(), b.letters.size());
    if (length < kShortest) return kNever;
    const std::size_t most = most_edits(length);
    const std::size_t longer = std::max(a.letters.size(), b.letters.size());
    // Each edit makes at most one class come and one go.
    if (longer - length > most ||
        static_cast<std::size_t>(std::popcount(a.has ^ b.has)) > 2 * most) {
      return kNever;
    }
    const std::size_t edits = distance_(a.letters, b.letters, most);
    if (edits > most || !is_scattered(a.letters, b.letters, edits) || a.same_but_case(b)) {
      return kNever;
    }
    return edits;
  }

  static bool is_far_oftener(const Word& meant, const Word& word) noexcept {
    if (std::min(meant.letters.size(), word.letters.size()) < kShort) {
      return meant.count >= kOftenerThanShort * word.count;
    }
    return meant.count >= kOftener * word.count ||
           (word.count <= kRare && meant.count >= kOftenerThanRare * word.count);
  }

  std::pair<const Word*, std::size_t> nearest(std::size_t at) {
    const Word* best = nullptr;
    std::size_t least = kNever;
    for (std::size_t i = 0; i < frequent_; ++i) {
      if (words_[i].count < kOftenerThanRare * words_[at].count) break;  // nor are the rest
      if (!is_far_oftener(words_[i], words_[at])) continue;
      const std::size_t edits = edits_between(words_[at], words_[i]);
      if (edits < least) {
        least = edits;
        best = &words_[i];
      }
    }
    return {best, least};
  }

  bool has_neighbour(std::size_t at) {
    for (std::size_t i = 0; i < frequent_; ++i) {
      if (i != at && edits_between(words_[at], words_[i]) < kNever) return true;
    }
    return false;
  }

  std::vector<Word> words_;  // the most frequent first
  std::size_t frequent_ = 0;
  Distance distance_;
};

}  // namespace

Misspellings find_misspellings(std::span<const CountedValue> values) {
  return Search(values).run();
}

RuleResult run_misspelling(engine::Session& session, const engine::Relation& relation,
                           const Rule& rule, const CheckOptions& options) {
  const std::string cell = cell_text(session.dialect(), relation.column(rule.columns.at(0)));
  const std::string where =
      rule.where.empty() ? "" : " WHERE " + session.condition(relation, rule.where);
  std::vector<std::string> texts;
  std::vector<std::int64_t> counts;
  {
    const auto rows =
        session.query("SELECT " + cell + ", count(*) FROM " + relation.sql + where + " GROUP BY 1");
    while (rows->next()) {
      if (rows->at(0).is_null()) continue;
      texts.emplace_back(rows->at(0).bytes());
      counts.push_back(count_at(*rows, 1));
    }
  }
  std::vector<CountedValue> values;
  for (std::size_t i = 0; i < texts.size(); ++i) values.push_back({texts[i], counts[i]});
  const document::Json& known = rule.argument("known");
  document::Json wrong = document::Json::array();
  const Misspellings found = find_misspellings(values);
  for (const Misspelling& misspelling : found.found) {
    const std::string& text = texts[misspelling.value];
    if (std::find(known.begin(), known.end(), text) == known.end()) wrong.push_back(text);
  }
  std::sort(wrong.begin(), wrong.end());
  // Which values are wrong is known now; the rows that hold them are found as for any list.
  Rule listed = rule;
  listed.check = wrong.empty() ? Check::type : Check::not_in_set;
  listed.arguments = wrong.empty() ? document::Json{{"type", "string"}}
                                   : document::Json{{"values", std::move(wrong)}};
  RuleResult result = run_scan(session, relation, {&listed, 1}, options).at(0);
  result.rule = rule;
  if (!found.complete) {
    result.status = Status::error;
    result.message = "the column has too many different values to compare each with each";
  }
  result.conclude();
  return result;
}

}  // namespace tamis::quality
