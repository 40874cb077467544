// How one engine's SQL is spelt.
//
// Table operations plan SQL once, over a Dialect, and run it on either engine. A Dialect knows
// spelling only: it opens no connection and holds no state, so plans can be tested without an
// engine, and a PostgreSQL reached over libpq shares the PostgreSQL dialect of the extension.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tamis::engine {

// What a column holds, as far as both engines can say it.
enum class ColumnType : std::uint8_t {
  unknown,  // an expression, or an engine type with no counterpart: travels as text
  boolean,
  integer,  // up to 64 bits
  real,
  decimal,
  text,
  blob,
  date,
  time,
  timestamp,
  timestamptz,
  uuid,
  json,
};

std::string_view name_of(ColumnType type) noexcept;

class Dialect {
 public:
  enum class Engine : std::uint8_t { postgresql, sqlite };

  virtual ~Dialect() = default;

  virtual Engine engine() const noexcept = 0;
  virtual std::string_view name() const noexcept = 0;  // "postgresql", "sqlite"

  // "name", inner quotes doubled; 'text', inner quotes doubled. Both engines read both.
  // Throws invalid_name / invalid_value for a NUL byte, which no SQL text can carry.
  std::string quote_identifier(std::string_view name) const;
  virtual std::string quote_literal(std::string_view text) const;
  // "a", "b", "c"
  std::string quote_identifiers(std::span<const std::string> names) const;

  // The type a created column is declared with.
  virtual std::string_view type_name(ColumnType type) const noexcept = 0;
  // The type of a surrogate key column that the engine fills: with PRIMARY KEY.
  virtual std::string_view identity_column() const noexcept = 0;
  // What ColumnType a declared type stands for (PostgreSQL: format_type; SQLite: any text).
  virtual ColumnType column_type(std::string_view declared) const = 0;

  // `expression`, a text, as a value of `type`; the text is canonical (types::try_cast made it).
  // PostgreSQL: (expression)::type. SQLite: text for dates, CAST for numbers.
  virtual std::string from_canonical_text(std::string_view expression, ColumnType type) const = 0;
  // Any column as the text that means the same on both engines; NULL stays NULL.
  virtual std::string as_text(std::string_view expression, ColumnType type) const = 0;

  // a IS DISTINCT FROM b / a IS NOT b: true or false, never NULL.
  virtual std::string is_distinct(std::string_view a, std::string_view b) const = 0;
  virtual std::string is_not_distinct(std::string_view a, std::string_view b) const = 0;
  // The physical address of a row of a table: ctid / rowid.
  virtual std::string_view row_address() const noexcept = 0;
  // Its name in a table with these columns: one called rowid, in any case, hides SQLite's first
  // name for it, and there are three. Throws unsupported where the columns hide all of them.
  std::string_view row_address(std::span<const std::string> columns) const;
  // Placeholder of the n-th parameter, n from 1: $1 / ?1.
  virtual std::string parameter(std::size_t n) const = 0;
  // The present time of the transaction (PostgreSQL) or statement (SQLite), UTC, as a timestamp
  // without zone and at most microseconds.
  virtual std::string_view now() const noexcept = 0;
  // CREATE TEMPORARY TABLE name AS query; PostgreSQL: dropped at commit.
  virtual std::string create_temp_table(std::string_view quoted_name,
                                        std::string_view query) const = 0;
  // INSERT ... ON CONFLICT (keys) DO UPDATE SET col = excluded.col for each of `updated`
  // (DO NOTHING if empty); the same text on both engines. `insert` is INSERT ... VALUES / SELECT;
  // a SELECT must end in a WHERE clause (SQLite's parser needs it).
  std::string upsert(std::string_view insert, std::span<const std::string> keys,
                     std::span<const std::string> updated) const;
  // Whether MERGE can be planned (PostgreSQL 15 on); SQLite has none.
  virtual bool has_merge() const noexcept = 0;
  // MERGE INTO target USING source ON condition + the WHEN clauses given.
  // Throws unsupported where has_merge() is false.
  virtual std::string merge(std::string_view target, std::string_view source,
                            std::string_view condition, std::string_view when_clauses) const = 0;
};

// `server_version`: PostgreSQL's server_version_num (150018); decides has_merge().
const Dialect& postgresql_dialect(int server_version) noexcept;
const Dialect& sqlite_dialect() noexcept;

}  // namespace tamis::engine
