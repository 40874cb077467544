// How the rows of a relation are told apart, for values that are shown with their row.
//
// The best name is one that a reader can write in a WHERE clause and that stays true: an integer
// primary key of one column, on either engine. Without one, SQLite's rowid and the place of a row
// in a PostgreSQL table (its ctid, with the partition it is in) say it for as long as nobody
// changes the table. Rows of a view, a query or a foreign server have no name of their own.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/engine/session.h"
#include "core/sketch/row_ref.h"

namespace tamis::profile {

enum class RowAddress : std::uint8_t { none, rowid, ctid, key };
std::string_view name_of(RowAddress address) noexcept;

struct RowNames {
  RowAddress address = RowAddress::none;
  std::string column;  // as written in SQL but for quotes: "rowid", "ctid" or the key's name
  // The tables that rows may be in, by oid in rising order; empty where there is but one.
  std::vector<std::pair<std::uint32_t, std::string>> tables;

  // "17" of a number; "(12,4)" of a place, behind its table's name where there are several:
  // "public.sales_2024 (12,4)".
  std::string text(const sketch::RowRef& row) const;
  // The arguments of tamis_sketch_at() behind the value; empty where rows have no address.
  std::string arguments(const engine::Dialect& dialect) const;
};

// Asks the engine. Reads no row.
RowNames row_names(engine::Session& session, const engine::Relation& relation);

}  // namespace tamis::profile
