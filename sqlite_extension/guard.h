// The error boundary: no C++ exception may reach SQLite's frames.
//
// Every callback runs its body in guarded(). An exception becomes SQLite's kind of error: a code
// and one text. The text carries an Error's detail and hint in lines of their own, spelt as psql
// prints them, so that both engines show the same. An error that SQLite itself reported while we
// ran SQL keeps its extended code and its message.
#pragma once

#include <exception>
#include <string>
#include <utility>

#include "sqlite_extension/api.h"

namespace tamis::sqlite {

// What SQLite said when a statement of ours failed.
class EngineError : public std::exception {
 public:
  EngineError(int code, std::string message) : code_(code), message_(std::move(message)) {}

  int code() const noexcept { return code_; }  // extended
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  int code_;
  std::string message_;
};

// An exception in SQLite's terms.
struct Failure {
  int code;
  std::string text;  // empty where SQLite has its own words: out of memory, too big
};

// Of the exception being handled. Never throws: with no memory left for the text, it is
// SQLITE_NOMEM.
Failure failure_in_flight() noexcept;

void report(sqlite3_context* context, const Failure& failure) noexcept;
// Returns the code.
int report(sqlite3_vtab* table, const Failure& failure) noexcept;

// Runs `body` in a function's callback.
template <typename Body>
void guarded(sqlite3_context* context, Body&& body) noexcept {
  try {
    body();
  } catch (...) {
    report(context, failure_in_flight());
  }
}

// Runs `body`, which returns a result code, in a virtual table's callback.
template <typename Body>
int guarded(sqlite3_vtab* table, Body&& body) noexcept {
  try {
    return body();
  } catch (...) {
    return report(table, failure_in_flight());
  }
}

}  // namespace tamis::sqlite
