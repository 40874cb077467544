#include "core/history/upsert/refusals.h"

#include <array>
#include <string>

#include "core/error/error.h"
#include "core/history/messages.h"
#include "core/history/results.h"
#include "core/history/sql.h"
#include "core/history/upsert/batch.h"
#include "core/history/upsert/plan_words.h"

namespace tamis::history {
namespace {

using engine::ColumnType;
using engine::Session;

std::string names(const std::vector<std::string>& columns) {
  std::string out;
  for (const std::string& name : columns) out += (out.empty() ? "" : ", ") + in_quotes(name);
  return out;
}

std::string first_key(Session& session, const UpsertPlan& plan, const std::string& sql) {
  const auto rows = session.query(sql);
  if (!rows->next()) return "";
  return "The first is " + in_quotes(key_json(plan.shape.key_columns(), *rows)) + ".";
}

// Values of SQLite's columns may be of any class, and those of one class stand before all others.
void settle_sequence_type(Session& session, const UpsertPlan& plan, UpsertShape& shape) {
  if (!shape.sequence || !on_sqlite(plan.dialect)) return;
  const auto rows = session.query(plan.storage_classes(*shape.sequence));
  rows->next();
  if (rows->at(0).is_null()) return;
  const std::string least(rows->at(0).bytes());
  if (least != rows->at(1).bytes() || least == "blob") {
    throw Error(Code::invalid_value,
                "the sequence column " + in_quotes(plan.settings.sequence) +
                    " holds values of several kinds",
                "Some are " + least + ", some " + std::string(rows->at(1).bytes()) +
                    ": SQLite does not compare them by value.",
                "Convert them in a query: a query in parentheses can be the source.");
  }
  ColumnType& type = shape.source[*shape.sequence].type;
  if (least == "integer") {
    if (type != ColumnType::integer && type != ColumnType::real) type = ColumnType::decimal;
  } else if (type == ColumnType::integer || type == ColumnType::real ||
             type == ColumnType::decimal || type == ColumnType::unknown) {
    type = ColumnType::text;
  }
}

void refuse_operations(Session& session, const UpsertPlan& plan, std::int64_t unknown,
                       std::int64_t truncating) {
  const std::string column = in_quotes(plan.settings.operation);
  if (unknown > 0) {
    const auto word = engine::query_text(session, plan.unknown_operations());
    throw Error(Code::invalid_value,
                counted(unknown, "value", "values") + " of the operation column " + column +
                    (unknown == 1 ? " is none" : " are none"),
                word ? "The first is " + in_quotes(*word) + "." : "One is NULL.",
                "Operations, in letters of any case, are I, C, R, INSERT, CREATE, READ; U, UPDATE, "
                "UPSERT; D, DELETE; T and TRUNCATE.");
  }
  if (truncating > 0 && !plan.shape.sequence) {
    throw Error(Code::invalid_option, "a truncation (T) needs the option \"sequence\"",
                "Else nothing says which rows came before it.");
  }
}

}  // namespace

void check_stage(Session& session, const UpsertPlan& plan, UpsertShape& shape, std::int64_t& rows,
                 std::int64_t& truncating) {
  settle_sequence_type(session, plan, shape);
  const auto [all, null_keys, no_sequence, ahead, unknown, no_partition, emptying] =
      integers<7>(session, plan.totals());
  rows = all;
  truncating = emptying;
  refuse_operations(session, plan, unknown, emptying);
  if (null_keys > 0 && !plan.settings.skip_null_keys) {
    throw Error(Code::invalid_value,
                counted(null_keys, "source row has", "source rows have") + " NULL in the key (" +
                    names(plan.settings.key) + ")",
                {}, R"(Clean the source, or leave such rows out with "null_keys": "skip".)");
  }
  if (no_sequence > 0) {
    throw Error(Code::invalid_value,
                counted(no_sequence, "source row has", "source rows have") +
                    " NULL in the sequence column " + in_quotes(plan.settings.sequence),
                "Nothing would say whether it is newer than what the target has.");
  }
  if (ahead > 0) {
    throw Error(Code::out_of_range,
                counted(ahead, "value", "values") + " of the sequence column " +
                    in_quotes(plan.settings.sequence) + (ahead == 1 ? " lies" : " lie") +
                    " too far ahead",
                "No row with a true time could follow it. The limit is " + plan.latest + " UTC.",
                R"(Mend or exclude such rows, or raise "max_ahead" (seconds).)");
  }
  if (no_partition > 0) {
    throw Error(Code::invalid_value,
                counted(no_partition, "source row has", "source rows have") +
                    " NULL in the partition (" + names(plan.settings.partition) + ")",
                "NULL is no value that could be replaced.");
  }
}

std::int64_t count_null_keys(Session& session, const UpsertPlan& plan) {
  return integers<2>(session, plan.totals())[1];
}

void refuse_conflicts(Session& session, const UpsertPlan& plan) {
  const std::int64_t count = integers<1>(session, plan.conflicts())[0];
  if (count == 0) return;
  const bool ordered = plan.settings.on_duplicate != DuplicateRule::error;
  throw Error(Code::duplicate_key,
              counted(count, "key has", "keys have") + " source rows that contradict each other" +
                  (ordered ? " at the same place of the order" : ""),
              first_key(session, plan, plan.first_conflict()),
              ordered ? R"(Add a column to "order" that decides.)"
                      : R"("on_duplicate" and "order" can say which row counts.)");
}

void refuse_several_places(Session& session, const UpsertPlan& plan, std::int64_t rows) {
  const auto [found, placed, places] = integers<3>(session, plan.places());
  if (plan.settings.write != WriteRule::replace && found > rows) {
    throw Error(Code::duplicate_key,
                "the target " + in_quotes(plan.name) + " has several rows of a key (" +
                    names(plan.settings.key) + ")",
                counted(found - rows, "row is", "rows are") + " too many.",
                "A unique index on the key keeps them out.");
  }
  if (places < placed) {
    throw Error(Code::duplicate_key,
                counted(placed - places, "source key equals", "source keys equal") +
                    " another one as the target compares them",
                {}, "Unify the keys, or give the target's key column another type or collation.");
  }
}

void refuse_moved_keys(Session& session, const UpsertPlan& plan) {
  if (plan.settings.write != WriteRule::replace || plan.shape.key.empty() ||
      plan.target_relation == nullptr) {
    return;
  }
  const std::int64_t count = integers<1>(session, plan.count_moved())[0];
  if (count == 0) return;
  throw Error(Code::duplicate_key,
              counted(count, "key of the batch stands", "keys of the batch stand") +
                  " in a partition of the target that is not replaced",
              first_key(session, plan, plan.first_moved()),
              "A batch that moves keys holds all rows of the partitions that they leave, too.");
}

void refuse_ties(Session& session, const UpsertPlan& plan, std::int64_t count) {
  throw Error(Code::duplicate_key,
              counted(count, "source row is", "source rows are") +
                  " as new as the target's, but different, by the sequence column " +
                  in_quotes(plan.settings.sequence),
              first_key(session, plan, plan.first_tie()),
              R"("on_tie" can be "source" or "target", which then counts.)");
}

void refuse_unfit(Session& session, const UpsertPlan& plan) {
  for (const std::size_t i : plan.shape.stored) {
    const std::string sql = plan.count_unfit(i);
    if (sql.empty()) continue;
    const std::int64_t count = integers<1>(session, sql)[0];
    if (count == 0) continue;
    const engine::Column& column = plan.shape.source[i];
    throw Error(Code::out_of_range,
                counted(count, "value", "values") + " of column " + in_quotes(column.name) +
                    (count == 1 ? " does" : " do") + " not fit the target's type " +
                    plan.target_relation->column(column.name).declared,
                "In the source it is of type " + column.declared + ".",
                "Give the target's column that type, or convert the values in a query.");
  }
}

void refuse_stored_otherwise(Session& session, const UpsertPlan& plan) {
  if (plan.settings.write == WriteRule::replace) {
    if (checksum_of_rows(session, plan.hash_of_batch(), plan.work) ==
        checksum_of_rows(session, plan.hash_of_stored(), plan.replaced_rows())) {
      return;
    }
    throw Error(Code::out_of_range, "rows would be stored with other values than the source has",
                {}, "Give the target's columns types that hold them, or convert them in a query.");
  }
  const std::int64_t count = integers<1>(session, plan.stored_otherwise())[0];
  if (count == 0) return;
  std::string detail;
  for (const std::size_t i : plan.shape.stored) {
    if (integers<1>(session, plan.value_stored_otherwise(i))[0] == 0) continue;
    detail =
        "The first column whose values differ is " + in_quotes(plan.shape.source[i].name) + ".";
    break;
  }
  throw Error(
      Code::out_of_range,
      counted(count, "row", "rows") + " would be stored with other values than the source has",
      detail, "Give the target's column a type that holds them, or convert them in a query.");
}

void refuse_mass_delete(std::int64_t missing, std::int64_t present, double allowed) {
  if (static_cast<double>(missing) <= allowed * static_cast<double>(present)) return;
  throw Error(Code::gate_failed,
              "the batch lacks " + std::to_string(missing) + " of " +
                  counted(present, "row", "rows") + ", more than the " +
                  document::canonical(document::Json(document::rounded(allowed, 4))) + " allowed",
              "Nothing was deleted: a batch cut short looks the same.",
              "If they are gone indeed, raise \"max_deleted\".");
}

void expect_written(std::int64_t written, std::int64_t planned) {
  if (written == planned) return;
  throw Error(Code::wrong_context,
              "the target changed while it was merged: " + std::to_string(written) + " of " +
                  counted(planned, "row", "rows") + " could be written",
              {}, "Keep other writers away while it is merged, and triggers and row policies off.");
}

}  // namespace tamis::history
