#include "core/types/forms.h"

#include "core/types/addresses.h"
#include "core/types/amount.h"
#include "core/types/bytes.h"
#include "core/types/contacts.h"
#include "core/types/duration.h"
#include "core/types/encodings.h"
#include "core/types/markup.h"
#include "core/types/places.h"
#include "core/types/time_of_day.h"

namespace tamis::types {
namespace {

constexpr std::size_t kShortestBytes = 16;  // in hexadecimal digits or base64

bool take(bool found, Type type, Detail& detail) noexcept {
  if (found) detail.reading.type = type;
  return found;
}

bool take_amount(std::string_view text, Detail& detail) noexcept {
  Amount amount;
  if (!scan_amount(text, amount)) return false;
  if (!take_number_fields(amount.digits, amount.number, detail)) return false;
  detail.reading.type = amount.percent ? Type::percent : Type::currency;
  return true;
}

bool take_address(std::string_view text, Detail& detail) noexcept {
  IpAddress address;
  if (scan_ip(text, address)) {
    return take(true, address.version == 4 ? Type::ipv4 : Type::ipv6, detail);
  }
  IpAddress network;
  return take(scan_network(text, network), Type::cidr, detail);
}

bool take_mac(std::string_view text, Detail& detail) noexcept {
  if (text.size() != 14 && text.size() != 17) return false;
  MacAddress address;
  // Digits alone with hyphens or dots are a code far more often.
  const bool marked = text.find(':') != std::string_view::npos ||
                      text.find_first_of("abcdefABCDEF") != std::string_view::npos;
  return marked && take(scan_mac(text, address), Type::mac, detail);
}

bool take_time(std::string_view text, Detail& detail) noexcept {
  TimeOfDay time;
  return take(scan_time_of_day(text, time), Type::time, detail);
}

bool take_duration(std::string_view text, Detail& detail) noexcept {
  Duration duration;
  return take(scan_duration(text, duration), Type::duration, detail);
}

// A number and what begins as a unit of time does, with an end that one has.
bool may_be_duration(std::string_view text, std::size_t at) noexcept {
  if ((text[at] == '.' || text[at] == ',') && at + 1 < text.size()) {
    at += 1 + run_of(text, at + 1, kDigit);
  }
  if (at + 1 < text.size() && text[at] == ' ') ++at;
  if (at == text.size()) return false;
  return std::string_view("dhmsuwy").find(lower(text[at])) != std::string_view::npos &&
         (is(text.back(), kLetter) || text.find(':') != std::string_view::npos);
}

bool take_words_behind(std::string_view text, std::size_t digits, Detail& detail) noexcept {
  const char last = text.back();
  if (!is(last, kDigit) && take_amount(text, detail)) return true;
  const char low = lower(last);
  if ((low == 'm' || low == '.') && take_time(text, detail)) return true;
  return may_be_duration(text, digits) && take_duration(text, detail);
}

bool take_letters_behind(std::string_view text, std::size_t digits, Detail& detail) noexcept {
  const char next = lower(text[digits]);
  if (digits == 1 && next == 'x' && take(is_hex(text), Type::hex, detail)) return true;
  if ((next == 'h' || next == 'a' || next == 'p') && take_time(text, detail)) return true;
  if (take_words_behind(text, digits, detail)) return true;
  if (!is(next, kHex)) return false;
  if (text.size() >= 32 && take(is_hex(text), Type::hex, detail)) return true;
  const std::size_t run = digits + run_of(text, digits, kHex);
  if (run > 4 || run == text.size() || (text[run] != ':' && text[run] != '-' && text[run] != '.')) {
    return false;
  }
  return take_mac(text, detail) || (text[run] == ':' && take_address(text, detail));
}

// Of a text that begins as an address, a URL or a blank-less run of digits does: the first byte
// that stands in no such run tells which.
void take_token(std::string_view text, Detail& detail) noexcept {
  constexpr ByteClass kRun = kLetter | kDigit | kWordMark | kMailMark | kBeyond;
  const std::size_t run = run_of(text, 0, kRun);
  if (run < text.size()) {
    if (text[run] == '@') take(is_email(text), Type::email, detail);
    if (text[run] == ':') take(is_url(text), Type::url, detail);
  } else if (run >= kShortestBytes && !take(is_hex(text), Type::hex, detail)) {
    take(is_base64(text), Type::base64, detail);
  }
}

void take_form_of_word(std::string_view text, Detail& detail) noexcept {
  const std::size_t run = run_of(text, 0, kLetter);
  if (run == text.size()) return;
  const char next = text[run];
  const char last = text.back();
  if (next == ' ') {
    const char then = text[run + 1];
    if (is(then, kLetter) && last != ')') return;  // most sentences
    if (run <= 4 && take_amount(text, detail)) return;
    if (run == 1 || last == ')') take(is_geo(text), Type::geo, detail);
    return;
  }
  if (run <= 4) {
    if ((is(last, kDigit) || last == ')') && take_amount(text, detail)) return;
    if (text[0] == 'P' && run <= 2 && take_duration(text, detail)) return;
    if (is(text[0], kHex) && (take_mac(text, detail) || take_address(text, detail))) return;
  }
  const bool places = is(text[0], kUpper) && (run == 1 || last == ')');
  if (places && take(is_geo(text), Type::geo, detail)) return;
  take_token(text, detail);
}

void take_form_of_digits(std::string_view text, Detail& detail) noexcept {
  if (take(is_phone(text), Type::phone, detail) || take_mac(text, detail)) return;
  take_token(text, detail);
}

void take_form_of_mark(std::string_view text, Detail& detail) noexcept {
  switch (text[0]) {
    case '{':
    case '[': take(is_json(text), Type::json, detail); return;
    case '<': take(is_xml(text), Type::xml, detail); return;
    case ':': take_address(text, detail); return;
    case '(':
      if (!take(is_phone(text), Type::phone, detail) && !take_amount(text, detail)) {
        take(is_geo(text), Type::geo, detail);
      }
      return;
    case '-':
    case '+':
    case '.':
      if (take_amount(text, detail) || take(is_geo(text), Type::geo, detail)) return;
      if (take_duration(text, detail)) return;
      break;
    default:
      if ((text[0] == '$' || is(text[0], kBeyond)) && take_amount(text, detail)) return;
  }
  if (is(text[0], kWordMark | kMailMark | kBeyond)) take_token(text, detail);
}

}  // namespace

bool take_form_ahead_of_date(std::string_view text, std::size_t digits, Detail& detail) noexcept {
  const char next = text[digits];
  const char last = text.back();
  switch (next) {
    case '%': return take_amount(text, detail);
    case '\'':
    case ',':
      if (!is(last, kDigit)) return take_words_behind(text, digits, detail);
      return take(is_geo(text), Type::geo, detail);
    case '.':
      if (is(last, kDigit)) {
        return take_address(text, detail) || take(is_geo(text), Type::geo, detail) ||
               take_mac(text, detail);
      }
      return take_words_behind(text, digits, detail) || take_mac(text, detail) ||
             (is(last, kUpper) && take(is_geo(text), Type::geo, detail));
    case ' ': return take_words_behind(text, digits, detail);
    case ':':
      return take_time(text, detail) || take_mac(text, detail) || take_address(text, detail) ||
             take_duration(text, detail);
    default: break;
  }
  if (is(next, kLetter)) return take_letters_behind(text, digits, detail);
  return is(next, kBeyond) &&
         (take_amount(text, detail) || (is(last, kUpper) && take(is_geo(text), Type::geo, detail)));
}

void take_form(std::string_view text, Detail& detail) noexcept {
  if (is(text[0], kLetter)) {
    take_form_of_word(text, detail);
  } else if (is(text[0], kDigit)) {
    take_form_of_digits(text, detail);
  } else {
    take_form_of_mark(text, detail);
  }
}

}  // namespace tamis::types
