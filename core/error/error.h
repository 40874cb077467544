// Errors that end a statement.
//
// An Error says what is wrong (message), where and how much (detail) and what would be right
// (hint). Each Code has one SQLSTATE; hosts map nothing themselves. "This value is no date" is not
// an error but a return value: a throw costs a thousand times a call.
//
// Style of messages: PostgreSQL's. Lower case, no full stop, user input in double quotes and cut
// to a length that cannot flood a log (see in_quotes()).
#pragma once

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>

namespace tamis {

enum class Code {
  invalid_value,
  invalid_option,
  invalid_name,
  undefined_table,
  undefined_column,
  duplicate_table,
  duplicate_column,
  out_of_range,
  ambiguous_value,
  duplicate_key,
  corrupt_data,
  gate_failed,
  insufficient_privilege,
  read_only,
  io_error,
  file_exists,
  limit_exceeded,
  unsupported,
  wrong_context,
  cancelled,
  engine_error,
  internal_error,
};

// The five-character SQLSTATE of a code (ISO/IEC 9075 classes, PostgreSQL's subclasses).
std::string_view sqlstate(Code code) noexcept;

class Error : public std::exception {
 public:
  Error(Code code, std::string message, std::string detail = {}, std::string hint = {});

  Code code() const noexcept { return code_; }
  const char* what() const noexcept override { return message_.c_str(); }
  const std::string& message() const noexcept { return message_; }
  const std::string& detail() const noexcept { return detail_; }
  const std::string& hint() const noexcept { return hint_; }

 private:
  Code code_;
  std::string message_;
  std::string detail_;
  std::string hint_;
};

// User input as it may stand in a message: in double quotes, control characters and broken UTF-8
// replaced by '?', cut after 64 bytes at a character boundary.
std::string in_quotes(std::string_view input);

// "a", "b" and "c": for "valid options are ..." hints.
std::string listed(const std::string_view* items, std::size_t count);

}  // namespace tamis
