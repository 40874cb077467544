#include "core/history/history_columns.h"

#include "core/error/error.h"
#include "core/history/messages.h"
#include "core/history/names.h"

namespace tamis::history {
namespace {

using engine::Column;
using engine::ColumnType;
using engine::Relation;

bool holds_moments(ColumnType type, bool dates) {
  switch (type) {
    case ColumnType::timestamp:
    case ColumnType::timestamptz:
    case ColumnType::integer:
    case ColumnType::text:
    case ColumnType::unknown: return true;
    case ColumnType::date: return dates;
    default: return false;
  }
}

}  // namespace

void require_history_columns(const Names& names, const Relation& table, bool dates) {
  std::vector<std::string> missing;
  for (const std::string& name : names.all()) {
    if (table.find(name) == nullptr) missing.push_back(name);
  }
  if (!missing.empty()) {
    throw Error(Code::undefined_column,
                in_quotes(table.name) + " is no history table: it lacks " +
                    (missing.size() == 1 ? "column " : "columns ") + quoted_list(missing),
                {}, names_hint(table));
  }
  for (const std::string& name : {names.valid_from, names.valid_to}) {
    const Column& column = table.column(name);
    if (holds_moments(column.type, dates)) continue;
    throw Error(Code::unsupported,
                "history column " + in_quotes(name) + " of " + in_quotes(table.name) +
                    " must hold timestamps or integers",
                "It is of type " + std::string(engine::name_of(column.type)) + ".");
  }
}

}  // namespace tamis::history
