#include "core/dates/notations.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace tamis::dates {
namespace {

constexpr bool is_letter(char c) noexcept { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
constexpr char lower(char c) noexcept { return is_letter(c) ? static_cast<char>(c | 0x20) : c; }

bool starts_with_word(std::string_view text, std::string_view lower_case) noexcept {
  return text.size() >= lower_case.size() &&
         std::equal(lower_case.begin(), lower_case.end(), text.begin(),
                    [](char a, char b) { return a == lower(b); });
}

// Writes literals with quotes where they need them.
class Output {
 public:
  void field(std::string_view letters) {
    close();
    text_ += letters;
  }
  void literal(char c) {
    if (c == '\'') {
      text_ += "''";
      return;
    }
    if (is_letter(c) != quoted_) text_ += '\'';
    quoted_ = is_letter(c);
    text_ += c;
  }
  std::string take() {
    close();
    return std::move(text_);
  }

 private:
  void close() {
    if (quoted_) text_ += '\'';
    quoted_ = false;
  }

  std::string text_;
  bool quoted_ = false;
};

struct Conversion {
  char letter;
  std::string_view field;
};

constexpr Conversion kStrptime[] = {{'Y', "yyyy"},
                                    {'y', "yy"},
                                    {'m', "MM"},
                                    {'d', "dd"},
                                    {'e', "d"},
                                    {'b', "MMM"},
                                    {'h', "MMM"},
                                    {'B', "MMMM"},
                                    {'a', "EEE"},
                                    {'A', "EEEE"},
                                    {'j', "DDD"},
                                    {'H', "HH"},
                                    {'k', "H"},
                                    {'I', "hh"},
                                    {'l', "h"},
                                    {'M', "mm"},
                                    {'S', "ss"},
                                    {'f', "SSSSSS"},
                                    {'L', "SSS"},
                                    {'N', "SSSSSSSSS"},
                                    {'p', "a"},
                                    {'P', "a"},
                                    {'z', "XX"},
                                    {'Z', "z"},
                                    {'G', "YYYY"},
                                    {'V', "ww"},
                                    {'u', "e"},
                                    {'T', "HH:mm:ss"},
                                    {'R', "HH:mm"},
                                    {'D', "MM/dd/yy"},
                                    {'F', "yyyy-MM-dd"},
                                    {'r', "hh:mm:ss a"},
                                    {'n', " "},
                                    {'t', " "},
                                    {'c', "EEE MMM d HH:mm:ss yyyy"},
                                    {'x', "MM/dd/yy"},
                                    {'X', "HH:mm:ss"}};

// MySQL's DATE_FORMAT, where it differs.
constexpr Conversion kMysql[] = {{'i', "mm"}, {'M', "MMMM"}, {'c', "M"},    {'s', "ss"},
                                 {'h', "hh"}, {'W', "EEEE"}, {'D', "d'th'"}};

std::string_view conversion_of(char letter, bool mysql) noexcept {
  const auto in = [&](std::span<const Conversion> table) {
    const auto found = std::find_if(table.begin(), table.end(),
                                    [&](const Conversion& row) { return row.letter == letter; });
    return found != table.end() ? found->field : std::string_view{};
  };
  const std::string_view own = mysql ? in(kMysql) : std::string_view{};
  return own.empty() ? in(kStrptime) : own;
}

std::string from_strptime(std::string_view pattern) {
  const bool mysql = pattern.find("%i") != std::string_view::npos;
  Output out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%' || i + 1 == pattern.size()) {
      out.literal(pattern[i]);
      continue;
    }
    char letter = pattern[++i];
    const bool last = i + 1 == pattern.size();
    if (letter == '%') {
      out.literal(letter);
    } else if (letter == '-' && !last) {  // no padding
      const std::string_view field = conversion_of(pattern[++i], mysql);
      if (field.empty()) return {};
      out.field(field.size() == 2 && field != "yy" ? field.substr(0, 1) : field);
    } else if (letter == ':' && !last && pattern[i + 1] == 'z') {
      ++i;
      out.field("XXX");
    } else {
      const std::string_view field = conversion_of(letter, mysql);
      if (field.empty()) return {};
      out.field(field);
    }
  }
  return out.take();
}

struct Name {
  std::string_view name;  // in lower case; a longer name before what it begins with
  std::string_view field;
};

constexpr Name kOracle[] = {{"syyyy", "yyyy"},
                            {"yyyy", "yyyy"},
                            {"rrrr", "yyyy"},
                            {"iyyy", "YYYY"},
                            {"yy", "yy"},
                            {"rr", "yy"},
                            {"month", "MMMM"},
                            {"mon", "MMM"},
                            {"mm", "MM"},
                            {"mi", "mm"},
                            {"ms", "SSS"},
                            {"ddd", "DDD"},
                            {"dd", "dd"},
                            {"day", "EEEE"},
                            {"dy", "EEE"},
                            {"hh24", "HH"},
                            {"hh12", "hh"},
                            {"hh", "hh"},
                            {"ssxff", "ss.SSSSSS"},
                            {"ss", "ss"},
                            {"us", "SSSSSS"},
                            {"ff1", "S"},
                            {"ff2", "SS"},
                            {"ff3", "SSS"},
                            {"ff4", "SSSS"},
                            {"ff5", "SSSSS"},
                            {"ff6", "SSSSSS"},
                            {"ff7", "SSSSSSS"},
                            {"ff8", "SSSSSSSS"},
                            {"ff9", "SSSSSSSSS"},
                            {"ff", "SSSSSS"},
                            {"a.m.", "a"},
                            {"p.m.", "a"},
                            {"am", "a"},
                            {"pm", "a"},
                            {"tzh:tzm", "XXX"},
                            {"tzhtzm", "XX"},
                            {"tzh", "X"},
                            {"tzr", "VV"},
                            {"tzd", "z"},
                            {"tz", "z"},
                            {"of", "X"},
                            {"iw", "ww"},
                            {"id", "e"},
                            {"bc", "G"},
                            {"ad", "G"},
                            {"fm", ""},
                            {"fx", ""}};

std::string from_oracle(std::string_view pattern) {
  Output out;
  for (std::size_t i = 0; i < pattern.size();) {
    const std::string_view rest = pattern.substr(i);
    if (rest.front() == '"') {  // its quotes
      const std::size_t end = std::min(rest.find('"', 1), rest.size());
      for (const char c : rest.substr(1, end - 1)) out.literal(c);
      i += end + 1;
      continue;
    }
    const auto* const found =
        std::find_if(std::begin(kOracle), std::end(kOracle),
                     [&](const Name& row) { return starts_with_word(rest, row.name); });
    if (found != std::end(kOracle)) {
      out.field(found->field);
      i += found->name.size();
      continue;
    }
    // T and Z stand for themselves in PostgreSQL's patterns, other letters are unknown names.
    if (is_letter(rest.front()) && rest.front() != 'T' && rest.front() != 'Z') return {};
    rest.front() == 'Z' ? out.field("X") : out.literal(rest.front());
    ++i;
  }
  return out.take();
}

// A run of one letter, or one character that is none.
struct Piece {
  std::string_view text;
  char letter() const noexcept { return is_letter(text.front()) ? text.front() : '\0'; }
};

// What was meant by a run of letters in our notation, given the field before it.
std::string_view put_right(std::string_view run, std::string_view pattern, char field_before) {
  const auto has = [&](std::string_view letters) {
    return pattern.find(letters) != std::string_view::npos;
  };
  const bool behind_hour = field_before == 'H' || field_before == 'h';
  const bool two = run.size() <= 2;
  switch (run.front()) {
    case 'Y': return has("ww") ? run : two ? "yy" : "yyyy";
    case 'u': return "yyyy";
    case 'D': return run.size() == 3 ? run : run.size() == 1 ? "d" : "dd";
    case 'd': return run.size() == 3 ? "EEE" : run.size() == 4 ? "EEEE" : run;
    case 'm': return behind_hour ? "mm" : run.size() == 1 ? "M" : "MM";
    case 'M': return behind_hour ? "mm" : run;
    case 'h': return has("a") || has("t") ? run : run.size() == 1 ? "H" : "HH";
    case 'H': return has("a") || has("t") ? (run.size() == 1 ? "h" : "hh") : run;
    case 'k': return "HH";
    case 'K': return "hh";
    case 'S': return field_before == 'm' ? "ss" : run;
    case 's': return "ss";
    case 'f': return std::string_view("SSSSSSSSS").substr(0, std::min<std::size_t>(run.size(), 9));
    case 't':
    case 'A': return "a";
    case 'L': return std::string_view("MMMM").substr(0, std::min<std::size_t>(run.size(), 4));
    case 'w': return run.size() == 1 ? "ww" : run;
    case 'c': return "EEE";
    case 'E': return run.size() < 3 ? "EEE" : run;
    case 'a': return "a";
    case 'z': return run.size() < 4 ? "z" : run;
    case 'T': return "'T'";
    case 'Z': return run.size() > 1 ? "XXX" : "X";
    default: return run;
  }
}

std::string repaired(std::string_view pattern) {
  std::string out;
  char field_before = '\0';
  for (std::size_t i = 0; i < pattern.size();) {
    std::string_view rest = pattern.substr(i);
    if (rest.starts_with("'Z'")) {
      out += 'X';
      i += 3;
    } else if (rest.front() == '\'') {
      const std::size_t end = std::min(rest.find('\'', 1), rest.size() - 1);
      out += rest.substr(0, end + 1);
      i += end + 1;
    } else if (is_letter(rest.front())) {
      const std::string_view run = rest.substr(0, rest.find_first_not_of(rest.front()));
      const std::string_view meant = put_right(run, pattern, field_before);
      out += meant;
      field_before = meant.front();
      i += run.size();
    } else {
      out += rest.front();
      ++i;
    }
  }
  return out;
}

}  // namespace

Notation notation_of(std::string_view pattern) noexcept {
  for (std::size_t i = 0; i + 1 < pattern.size(); ++i) {
    if (pattern[i] == '%' && (is_letter(pattern[i + 1]) || pattern[i + 1] == '-')) {
      return Notation::strptime;
    }
  }
  // Letters that stand side by side in none of our patterns.
  constexpr std::string_view kOwn[] = {
      "hh24", "hh12", "mi", "mon", "rr", "tzh", "tzr", "iyyy", "iw",
  };
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\'') {
      i = std::min(pattern.find('\'', i + 1), pattern.size());
      continue;
    }
    const bool own = std::any_of(std::begin(kOwn), std::end(kOwn), [&](std::string_view name) {
      return starts_with_word(pattern.substr(i), name);
    });
    if (own) return Notation::oracle;
  }
  return Notation::ours;
}

std::string translated(std::string_view pattern, Notation notation) {
  switch (notation) {
    case Notation::strptime: return from_strptime(pattern);
    case Notation::oracle: return from_oracle(pattern);
    case Notation::ours: break;
  }
  return repaired(pattern);
}

}  // namespace tamis::dates
