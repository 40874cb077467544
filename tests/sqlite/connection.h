// A connection to SQLite with a module loaded, as an application holds it.
#pragma once

#include <sqlite3.h>

#include <stdexcept>
#include <string>

namespace tamis::sqlite_tests {

// How a statement ended: its rows, columns joined by '|' and rows by ';', or SQLite's error.
struct Outcome {
  int code = SQLITE_OK;
  std::string text;

  bool operator==(const Outcome&) const = default;
};

inline std::ostream& operator<<(std::ostream& out, const Outcome& outcome) {
  return out << outcome.code << ": " << outcome.text;
}

inline Outcome rows(std::string text) { return {SQLITE_OK, std::move(text)}; }

class Connection {
 public:
  // The module's entry point is named, so that a test's module may have any file name.
  explicit Connection(const char* module, const std::string& file = ":memory:",
                      int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) {
    if (sqlite3_open_v2(file.c_str(), &db_, flags | SQLITE_OPEN_URI, nullptr) != SQLITE_OK) {
      throw std::runtime_error("cannot open " + file);
    }
    sqlite3_extended_result_codes(db_, 1);
    sqlite3_db_config(db_, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, nullptr);
    char* error = nullptr;
    if (sqlite3_load_extension(db_, module, "sqlite3_tamis_init", &error) != SQLITE_OK) {
      const std::string text = error == nullptr ? "no message" : error;
      sqlite3_free(error);
      sqlite3_close(db_);
      throw std::runtime_error(text);
    }
  }
  ~Connection() { close(); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  sqlite3* db() const noexcept { return db_; }

  // SQLITE_BUSY where a statement of ours was left open.
  int close() noexcept {
    const int rc = sqlite3_close(db_);
    if (rc == SQLITE_OK) db_ = nullptr;
    return rc;
  }

  // Runs one statement.
  Outcome run(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    if (const int rc = sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr)) {
      return {rc, sqlite3_errmsg(db_)};
    }
    Outcome outcome = all_rows(statement);
    sqlite3_finalize(statement);
    return outcome;
  }

 private:
  Outcome all_rows(sqlite3_stmt* statement) {
    Outcome outcome;
    for (bool first = true;; first = false) {
      const int rc = sqlite3_step(statement);
      if (rc == SQLITE_DONE) return outcome;
      if (rc != SQLITE_ROW) return {rc, sqlite3_errmsg(db_)};
      if (!first) outcome.text += ';';
      for (int i = 0; i < sqlite3_column_count(statement); ++i) {
        if (i > 0) outcome.text += '|';
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
        outcome.text += text == nullptr ? "NULL" : text;
      }
    }
  }

  sqlite3* db_ = nullptr;
};

}  // namespace tamis::sqlite_tests
