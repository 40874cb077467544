// An SQLite database in memory with the module in it: what the property tests drive.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace tamis::testing {

using Cell = std::optional<std::string>;

class Database {
 public:
  Database() {
    check(sqlite3_open(":memory:", &db_));
    check(sqlite3_db_config(db_, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, nullptr));
    char* message = nullptr;
    const int status = sqlite3_load_extension(db_, TAMIS_SQLITE_MODULE, nullptr, &message);
    const std::string text = message != nullptr ? message : "";
    sqlite3_free(message);
    if (status != SQLITE_OK) throw std::runtime_error(text);
  }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database() { sqlite3_close(db_); }

  // Rows of text; nullopt where the statement fails with a message of ours.
  std::optional<std::vector<std::vector<Cell>>> query(const std::string& sql,
                                                      const std::vector<Cell>& parameters = {}) {
    sqlite3_stmt* raw = nullptr;
    check(sqlite3_prepare_v2(db_, sql.c_str(), -1, &raw, nullptr));
    const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement(raw, sqlite3_finalize);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      if (!parameters[i]) continue;
      check(sqlite3_bind_text(raw, static_cast<int>(i + 1), parameters[i]->c_str(), -1,
                              SQLITE_TRANSIENT));
    }
    std::vector<std::vector<Cell>> rows;
    for (;;) {
      const int status = sqlite3_step(raw);
      if (status == SQLITE_DONE) return rows;
      if (status != SQLITE_ROW) {
        error_ = sqlite3_errmsg(db_);
        return std::nullopt;
      }
      std::vector<Cell>& row = rows.emplace_back();
      for (int i = 0; i < sqlite3_column_count(raw); ++i) {
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(raw, i));
        row.push_back(text == nullptr ? Cell() : Cell(text));
      }
    }
  }
  std::vector<std::vector<Cell>> run(const std::string& sql,
                                     const std::vector<Cell>& parameters = {}) {
    auto rows = query(sql, parameters);
    if (!rows) throw std::runtime_error(error_ + " in: " + sql);
    return *std::move(rows);
  }
  const std::string& error() const { return error_; }

 private:
  void check(int status) {
    if (status != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db_));
  }

  sqlite3* db_ = nullptr;
  std::string error_;
};

}  // namespace tamis::testing
