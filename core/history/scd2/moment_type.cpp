#include "core/history/scd2/moment_type.h"

#include "core/error/error.h"

namespace tamis::history {
namespace {

using engine::Column;
using engine::ColumnType;
using engine::Dialect;
using engine::Relation;
using engine::Session;

// SQLite's queries and untyped columns have no type: the first value tells.
bool holds_integers(Session& session, const Relation& source, const Column& column) {
  if (column.type == ColumnType::integer) return true;
  if (column.type != ColumnType::unknown || session.dialect().engine() != Dialect::Engine::sqlite) {
    return false;
  }
  const std::string name = session.dialect().quote_identifier(column.name);
  const auto type = engine::query_text(session, "SELECT typeof(" + name + ") FROM " + source.sql +
                                                    " WHERE " + name + " IS NOT NULL LIMIT 1");
  return type == "integer";
}

void require_moments(const Column& column) {
  switch (column.type) {
    case ColumnType::integer:
    case ColumnType::text:
    case ColumnType::unknown:
    case ColumnType::date:
    case ColumnType::timestamp:
    case ColumnType::timestamptz: return;
    default: break;
  }
  throw Error(Code::unsupported,
              "sequence column " + in_quotes(column.name) + " is of type " + column.declared,
              "A sequence holds timestamps, dates, texts that say them, or integers.",
              "Convert it in a query: a query in parentheses can be the source.");
}

[[noreturn]] void refuse(std::string message, bool integers) {
  throw Error(Code::invalid_option, std::move(message),
              integers ? "Validity is counted in integers here."
                       : "Validity is counted in timestamps here.");
}

bool is_integer(const std::string& moment) {
  return moment.find_first_not_of("-0123456789") == std::string::npos;
}

}  // namespace

ColumnType moment_type(Session& session, const MergeSettings& settings, const Relation& source,
                       const Relation* target) {
  bool sequence_integer = false;
  if (!settings.sequence.empty()) {
    const Column& column = source.column(settings.sequence);
    require_moments(column);
    sequence_integer = holds_integers(session, source, column);
  }
  ColumnType type =
      sequence_integer || settings.as_of_integer ? ColumnType::integer : ColumnType::timestamp;
  if (target != nullptr) type = target->column(settings.names.valid_from).type;
  const bool integers = type == ColumnType::integer;
  if (!settings.sequence.empty() && sequence_integer != integers &&
      (target == nullptr || source.column(settings.sequence).type != ColumnType::unknown)) {
    refuse("sequence column " + in_quotes(settings.sequence) +
               (integers ? " holds no integers" : " holds integers"),
           integers);
  }
  if (settings.as_of && settings.as_of_integer != integers) {
    refuse(std::string("option \"as_of\" must be ") +
               (integers ? "an integer" : "a date or a timestamp"),
           integers);
  }
  if (settings.open_end && is_integer(*settings.open_end) != integers) {
    refuse(std::string("option \"open_end\" must be ") +
               (integers ? "an integer" : "a date or a timestamp"),
           integers);
  }
  const bool needed =
      settings.sequence.empty() || (settings.full && settings.deletes != Deletes::ignore);
  if (integers && needed && !settings.as_of) {
    throw Error(Code::invalid_option, "option \"as_of\" is missing",
                "Validity is counted in integers here.",
                R"(Pass the next one, {"as_of": 42}, or with "sequence" the column that has it.)");
  }
  if (!settings.sequence.empty() && type == ColumnType::text &&
      session.dialect().engine() == Dialect::Engine::postgresql) {
    throw Error(Code::unsupported, "history column " + in_quotes(settings.names.valid_from) +
                                       " must be a timestamp where rows have a sequence");
  }
  return type;
}

}  // namespace tamis::history
