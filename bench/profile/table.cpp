// The table of the profile benchmark as CSV without a header: 20 columns of text with the ills of
// real exports, the same bytes in every run.
//   profile_table ROWS
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "bench/dates/values.h"

namespace {

using tamis::bench::Random;

constexpr int kPerMille = 1000;

bool one_in(Random& random, int count) { return random.between(0, count) == 0; }

void append_number(std::string& out, std::int64_t number, std::size_t width = 0) {
  std::array<char, 24> digits;
  const char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  const auto size = static_cast<std::size_t>(end - digits.data());
  out.append(width > size ? width - size : 0, '0').append(digits.data(), size);
}

// The whole part with `mark` before every third digit from the right.
void append_grouped(std::string& out, std::int64_t number, char mark) {
  if (number >= kPerMille) {
    append_grouped(out, number / kPerMille, mark);
    out += mark;
    append_number(out, number % kPerMille, 3);
  } else {
    append_number(out, number);
  }
}

// Most small, a few large, as money is: the product of three even ones.
std::int64_t cents(Random& random) {
  const auto even = [&random] { return std::int64_t{random.between(1, 2001)}; };
  return even() * even() * even() / 40000 + 1;
}

// Choices of which the k-th comes 1/k as often as the first.
class Zipf {
 public:
  explicit Zipf(int choices) {
    constexpr int kFirst = 1'000'000;
    int sum = 0;
    for (int k = 1; k <= choices; ++k) ends_.push_back(sum += kFirst / k);
  }
  int pick(Random& random) const {
    const int at = random.between(0, ends_.back());
    return static_cast<int>(std::upper_bound(ends_.begin(), ends_.end(), at) - ends_.begin());
  }

 private:
  std::vector<int> ends_;
};

struct Day {
  int year;
  int month;
  int day;
  int hour;
  int minute;
  int second;
};

Day day(Random& random) {
  return {random.between(2015, 2026), random.between(1, 13), random.between(1, 29),
          random.between(0, 24),      random.between(0, 60), random.between(0, 60)};
}

void append_date(std::string& out, std::string_view form, const Day& at) {
  static constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  for (const char c : form) {
    switch (c) {
      case 'Y': append_number(out, at.year, 4); break;
      case 'y': append_number(out, at.year % 100, 2); break;
      case 'm': append_number(out, at.month, 2); break;
      case 'b': out += kMonths.substr(static_cast<std::size_t>(3 * (at.month - 1)), 3); break;
      case 'd': append_number(out, at.day, 2); break;
      case 'H': append_number(out, at.hour, 2); break;
      case 'M': append_number(out, at.minute, 2); break;
      case 'S': append_number(out, at.second, 2); break;
      default: out += c;
    }
  }
}

void append_uuid(std::string& out, Random& random) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (int i = 0; i < 32; ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) out += '-';
    out += kDigits[static_cast<std::size_t>(random.between(0, 16))];
  }
}

void append_zip(std::string& out, Random& random) {
  const bool leading_zero = random.between(0, 100) < 35;
  append_number(out, leading_zero ? random.between(501, 10000) : random.between(10000, 99951), 5);
}

void append_phone(std::string& out, Random& random) {
  out += "+41 ";
  append_number(out, random.between(21, 92));
  out += ' ';
  append_number(out, random.between(200, 1000));
  out += ' ';
  append_number(out, random.between(0, 100), 2);
  out += ' ';
  append_number(out, random.between(0, 100), 2);
}

void append_closed_date(std::string& out, Random& random) {
  static constexpr std::string_view kForms[] = {"Y-m-d", "d/m/Y", "d-b-Y",
                                                "b d Y", "Ymd",   "Y-m-d H:M:S"};
  const Day at = day(random);
  if (random.between(0, 100) >= 12) append_date(out, random.one_of(kForms), at);
}

void append_amount(std::string& out, Random& random) {
  const std::int64_t amount = cents(random);
  if (one_in(random, 50)) {
    out += "N/A";
    return;
  }
  append_number(out, amount / 100);
  out += '.';
  append_number(out, amount % 100, 2);
}

void append_money(std::string& out, std::int64_t amount, char group, char mark) {
  append_grouped(out, amount / 100, group);
  out += mark;
  append_number(out, amount % 100, 2);
}

void append_currency(std::string& out, Random& random) {
  const std::int64_t amount = cents(random);
  const int form = random.between(0, 10);
  if (form == 0) out += '(';
  out += form == 1 ? "EUR " : "$";
  append_money(out, amount, ',', '.');
  if (form == 0) out += ')';
}

void append_percent(std::string& out, Random& random) {
  append_number(out, random.between(0, 100));
  out += '.';
  append_number(out, random.between(0, 10));
  out += '%';
}

void append_category(std::string& out, Random& random, const Zipf& zipf) {
  static constexpr std::string_view kNames[] = {"Network",  "Hardware", "Software", "Access",
                                                "E-mail",   "Printing", "Storage",  "Database",
                                                "Security", "Web Shop", "Payments", "Telephony"};
  const std::string_view name = kNames[zipf.pick(random)];
  const int noise = random.between(0, 50);
  if (noise == 0) out += ' ';
  for (const char c : name) {
    out += noise == 1 && c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
  }
  if (noise == 2) out += ' ';
}

void append_city(std::string& out, Random& random, const Zipf& zipf) {
  static constexpr std::string_view kStarts[] = {"Nord",  "Süd",  "Alt",  "Neu",  "Ober",
                                                 "Klein", "Groß", "West", "Bad ", "Saint "};
  static constexpr std::string_view kEnds[] = {"hausen", "ville", "burg", "dorf", "stadt",
                                               "heim",   "mont",  "bach", "feld", "kirchen"};
  const int city = zipf.pick(random);
  out += kStarts[city % 10];
  out += kEnds[city / 10 % 10];
  if (city >= 100) {
    out += ' ';
    append_number(out, city / 100);
  }
}

void append_email(std::string& out, Random& random) {
  static constexpr std::string_view kNames[] = {"anna", "marc", "lena", "jonas", "sofia",
                                                "noah", "mia",  "luca", "emma",  "paul"};
  static constexpr std::string_view kHosts[] = {"example.com", "example.org", "mail.example.net"};
  out += random.one_of(kNames);
  out += '.';
  append_number(out, random.between(1, 150'000));
  out += '@';
  out += random.one_of(kHosts);
}

void append_comment(std::string& out, Random& random) {
  static constexpr std::string_view kWords[] = {
      "the",    "user",   "printer", "cannot", "log",     "in",       "again", "after",
      "update", "screen", "error",   "please", "check",   "network",  "cable", "restart",
      "server", "slow",   "since",   "Monday", "morning", "password", "reset", "works"};
  const std::size_t end = out.size() + static_cast<std::size_t>(random.between(80, 121));
  while (out.size() < end) {
    out += random.one_of(kWords);
    out += ' ';
  }
  out.pop_back();
}

class Table {
 public:
  void append_row(std::int64_t row, std::string& out) {
    append_number(out, row);
    out += ",INC";
    append_number(out, 1'000'000 + row, 7);
    append_uuid(out += ',', random_);
    append_zip(out += ',', random_);
    append_phone(out += ',', random_);
    append_date(out += ',', "Y-m-dTH:M:S", day(random_));
    append_closed_date(out += ',', random_);
    append_date(out += ',', "d/m/Y", day(random_));
    append_amount(out += ',', random_);
    append_money(out += ",\"", cents(random_), '.', ',');
    append_currency(out += "\",\"", random_);
    append_percent(out += "\",", random_);
    append_quantity(out += ',');
    out += one_in(random_, 3) ? ",1" : ",0";
    out += one_in(random_, 4) ? ",Y" : ",N";
    append_category(out += ',', random_, categories_);
    append_city(out += ',', random_, cities_);
    append_email(out += ',', random_);
    append_sparse(out += ',');
    append_comment(out += ',', random_);
    out += '\n';
  }

 private:
  void append_quantity(std::string& out) {
    const int quantity = random_.between(0, 500);
    if (one_in(random_, 5000)) {
      out += "unknown";
    } else {
      append_number(out, quantity);
    }
  }
  void append_sparse(std::string& out) {
    const int value = random_.between(0, 100'000);
    if (random_.between(0, 100) >= 97) append_number(out, value);
  }

  Random random_;
  Zipf categories_{12};
  Zipf cities_{2000};
};

}  // namespace

int main(int argc, char** argv) {
  const std::string_view given = argc == 2 ? argv[1] : "";
  std::int64_t rows = 0;
  const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), rows);
  if (error != std::errc{} || end != given.data() + given.size() || rows < 1) {
    std::fputs("usage: profile_table ROWS\n", stderr);
    return 2;
  }
  std::ios::sync_with_stdio(false);
  Table table;
  std::string line;
  for (std::int64_t row = 1; row <= rows; ++row) {
    line.clear();
    table.append_row(row, line);
    std::cout << line;
  }
  return std::cout.flush() ? 0 : 1;
}
