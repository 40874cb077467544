// Keys that encrypt the keys of files, and where they come from.
//
// A key never stands in an option: options are logged. An option names a file, a variable of the
// environment or a program that prints the key, and all that is ever shown of a key is its id. A
// Key wipes its bytes when it goes.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/options.h"

namespace tamis::storage {

inline constexpr std::size_t kKeyBytes = 32;

class Key {
 public:
  explicit Key(std::span<const unsigned char, kKeyBytes> bytes, std::string id = {});
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;
  Key(Key&& other) noexcept;
  Key& operator=(Key&&) = delete;
  ~Key();

  std::span<const unsigned char, kKeyBytes> bytes() const noexcept { return bytes_; }
  // What a file says of the key it was encrypted under; may be empty.
  const std::string& id() const noexcept { return id_; }

 private:
  std::array<unsigned char, kKeyBytes> bytes_;
  std::string id_;
};

struct KeySource {
  // Who may use each is for the caller to check: a file needs the right to read files, a program
  // the right to run one.
  enum class Kind : std::uint8_t { file, environment, command } kind = Kind::file;
  std::string name;                  // path or variable
  std::vector<std::string> command;  // program, as an absolute path, and its arguments
  std::string id;
};

// Reads "key_file", "key_env" or "key_command" (an array of strings), of which one must be given,
// and "key_id", at most 255 bytes. Throws invalid_option.
KeySource read_key_source(document::Options& options);
// Likewise where the options may also name no key at all.
std::optional<KeySource> read_optional_key_source(document::Options& options);

// The key. A file is to hold 32 bytes, or like the other sources 64 hexadecimal digits or their
// base64, and must not be readable by others: mode 0600, or 0640 of root's. `poll` throws where
// the statement was cancelled; a program has half a minute. No message shows what was found.
Key load_key(const KeySource& source, const std::function<void()>& poll = {});

// The key that 64 hexadecimal digits or base64 spell, white space around them allowed.
std::optional<Key> parse_key(std::string_view text, std::string id = {});

}  // namespace tamis::storage
