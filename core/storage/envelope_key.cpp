#include "core/storage/envelope_key.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <cstdlib>

#include "core/error/error.h"
#include "core/storage/local.h"
#include "core/storage/private_file.h"
#include "core/storage/program.h"
#include "core/text/text.h"

namespace tamis::storage {
namespace {

constexpr std::size_t kLongestId = 255;
constexpr std::size_t kLargestKeyText = 4096;
constexpr std::string_view kKeyForms =
    "A key is 32 bytes, as 64 hexadecimal digits or in base64; \"openssl rand -hex 32\" prints "
    "one.";

// Text of a key on its way, wiped when it goes.
class Secret {
 public:
  explicit Secret(std::string text) noexcept : text_(std::move(text)) {}
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { OPENSSL_cleanse(text_.data(), text_.size()); }
  std::string_view text() const noexcept { return text_; }

 private:
  std::string text_;
};

int hex_value(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

int base64_value(char c) noexcept {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  return -1;
}

using KeyBytes = std::array<unsigned char, kKeyBytes>;

bool from_hex(std::string_view text, KeyBytes& out) noexcept {
  if (text.size() != 2 * out.size()) return false;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const int high = hex_value(text[2 * i]);
    const int low = hex_value(text[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    out[i] = static_cast<unsigned char>(high * 16 + low);
  }
  return true;
}

// Both alphabets of RFC 4648, with or without the padding.
bool from_base64(std::string_view text, KeyBytes& out) noexcept {
  if (text.size() == 44 && text.back() == '=') text.remove_suffix(1);
  if (text.size() != 43) return false;
  unsigned bits = 0;
  unsigned value = 0;
  std::size_t filled = 0;
  for (const char c : text) {
    const int digit = base64_value(c);
    if (digit < 0) return false;
    value = value << 6U | static_cast<unsigned>(digit);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[filled++] = static_cast<unsigned char>(value >> bits);
      value &= (1U << bits) - 1;
    }
  }
  return filled == out.size() && value == 0;
}

[[noreturn]] void no_key(const std::string& where) {
  throw Error(Code::invalid_value, "no key in " + where, {}, std::string(kKeyForms));
}

Key key_from_text(std::string_view text, const KeySource& source, const std::string& where) {
  if (auto key = parse_key(text, source.id)) return std::move(*key);
  no_key(where);
}

Key key_from_file(const KeySource& source) {
  const std::string path = absolute_path(source.name);
  const Secret secret(read_private_file(path, "key file", kLargestKeyText));
  const std::string_view found = secret.text();
  // 32 hexadecimal digits would pass for 32 bytes, of which half would be known.
  const bool digits =
      std::all_of(found.begin(), found.end(), [](char c) { return hex_value(c) >= 0; });
  if (found.size() != kKeyBytes || digits) {
    return key_from_text(found, source, "key file " + quoted_path(path));
  }
  return Key(std::span<const unsigned char, kKeyBytes>(
                 reinterpret_cast<const unsigned char*>(found.data()), kKeyBytes),
             source.id);
}

Key key_from_environment(const KeySource& source) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here changes the environment
  const char* const value = std::getenv(source.name.c_str());
  if (value == nullptr) {
    throw Error(Code::invalid_value,
                "environment variable " + in_quotes(source.name) + " is not set",
                "It is looked up in the environment of the database process.");
  }
  return key_from_text(value, source, "environment variable " + in_quotes(source.name));
}

Key key_from_command(const KeySource& source, const std::function<void()>& poll) {
  const Secret output(run_program(source.command, kLargestKeyText, poll));
  return key_from_text(output.text(), source,
                       "what " + quoted_path(source.command.front()) + " printed");
}

void check_variable(const std::string& name) {
  const bool valid = !name.empty() && !(name[0] >= '0' && name[0] <= '9') &&
                     std::all_of(name.begin(), name.end(), [](char c) {
                       return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                              (c >= '0' && c <= '9') || c == '_';
                     });
  if (valid) return;
  throw Error(Code::invalid_option, "option \"key_env\" must be the name of a variable", {},
              "A name has letters, digits and underscores, such as TAMIS_KEY.");
}

void check_command(const std::vector<std::string>& command) {
  const bool nul = std::any_of(command.begin(), command.end(), [](const std::string& argument) {
    return argument.find('\0') != std::string::npos;
  });
  if (!command.empty() && command.front().starts_with('/') && !nul) return;
  throw Error(Code::invalid_option, "option \"key_command\" must be a program and its arguments",
              "It is run without a shell.",
              "Give an array of strings that starts with an absolute path.");
}

}  // namespace

Key::Key(std::span<const unsigned char, kKeyBytes> bytes, std::string id) : id_(std::move(id)) {
  std::copy(bytes.begin(), bytes.end(), bytes_.begin());
}

Key::Key(Key&& other) noexcept : bytes_(other.bytes_), id_(std::move(other.id_)) {
  OPENSSL_cleanse(other.bytes_.data(), other.bytes_.size());
}

Key::~Key() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

std::optional<KeySource> read_optional_key_source(document::Options& options) {
  KeySource source;
  int given = 0;
  if (auto path = options.string("key_file")) {
    source.name = std::move(*path);
    (void)absolute_path(source.name);
    ++given;
  }
  if (auto name = options.string("key_env")) {
    source.kind = KeySource::Kind::environment;
    source.name = std::move(*name);
    check_variable(source.name);
    ++given;
  }
  if (options.has("key_command")) {
    source.kind = KeySource::Kind::command;
    source.command = options.strings("key_command");
    check_command(source.command);
    ++given;
  }
  source.id = options.string("key_id", "");
  if (source.id.size() > kLongestId || text::traits(source.id).control ||
      text::traits(source.id).invalid_utf8) {
    throw Error(Code::invalid_option,
                "option \"key_id\" must be text of at most 255 bytes without control characters");
  }
  if (given > 1) {
    throw Error(
        Code::invalid_option,
        "only one of the options \"key_file\", \"key_env\" and \"key_command\" may be given");
  }
  if (given == 0) return std::nullopt;
  return source;
}

KeySource read_key_source(document::Options& options) {
  if (auto source = read_optional_key_source(options)) return std::move(*source);
  throw Error(Code::invalid_option, "no key is named", {},
              "Give one of the options \"key_file\", \"key_env\" and \"key_command\".");
}

Key load_key(const KeySource& source, const std::function<void()>& poll) {
  switch (source.kind) {
    case KeySource::Kind::file: return key_from_file(source);
    case KeySource::Kind::environment: return key_from_environment(source);
    case KeySource::Kind::command: return key_from_command(source, poll);
  }
  throw Error(Code::internal_error, "a key source of no kind");
}

std::optional<Key> parse_key(std::string_view text, std::string id) {
  text = text::trimmed(text);
  KeyBytes bytes{};
  const bool found = from_hex(text, bytes) || from_base64(text, bytes);
  std::optional<Key> key;
  if (found) key.emplace(bytes, std::move(id));
  OPENSSL_cleanse(bytes.data(), bytes.size());
  return key;
}

}  // namespace tamis::storage
