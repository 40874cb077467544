#include "core/quality/clean/clean_rejects.h"

#include <array>

#include "core/error/error.h"
#include "core/quality/clean/counted.h"

namespace tamis::quality {
namespace {

using engine::Value;

std::int64_t count_rejects(engine::Session& session, const std::string& rejects) {
  return engine::query_integer(session, "SELECT count(*) FROM (" + rejects + ") AS rejects")
      .value_or(0);
}

[[noreturn]] void refuse(engine::Session& session, const CleanColumn& column,
                         const std::string& rejects, std::int64_t total) {
  const auto rows = session.query(rejects);
  std::string detail;
  if (rows->next()) {
    detail = "Among them " + in_quotes(rows->at(1).bytes()) + " (" +
             std::string(rows->at(2).bytes()) + ").";
  }
  throw Error(Code::invalid_value,
              counted(total, "value") + " of column " + in_quotes(column.source.name) +
                  " can't be converted to " + std::string(types::name_of(column.type)),
              detail,
              "With \"on_reject\": \"null\" they become NULL and are kept in tamis_error_row.");
}

}  // namespace

std::int64_t settle_rejects(engine::Session& session, runs::Run& run, const CleanPlan& plan,
                            const CleanColumn& column, bool dry_run, std::string_view now) {
  const engine::Dialect& dialect = session.dialect();
  const std::string rejects = plan_rejects(plan, column, dialect);
  if (column.on_reject == OnReject::error) {
    const std::int64_t total = count_rejects(session, rejects);
    if (total > 0) refuse(session, column, rejects, total);
    return 0;
  }
  if (dry_run) return count_rejects(session, rejects);
  const std::string_view action =
      column.on_reject == OnReject::row ? "row_rejected" : "value_nulled";
  const std::array<Value, 6> values{Value::text(run.id()),     Value::text(run.source()),
                                    Value::text(run.target()), Value::text(column.source.name),
                                    Value::text(action),       Value::text(now)};
  return session.execute(
      "INSERT INTO tamis_error_row (run_id, source, target, column_name, row_key, raw_value, "
      "reason, action, created_at) SELECT " +
          dialect.parameter(1) + ", " + dialect.parameter(2) + ", " + dialect.parameter(3) + ", " +
          dialect.parameter(4) + ", row_key, raw_value, reason, " + dialect.parameter(5) + ", " +
          dialect.parameter(6) + " FROM (" + rejects + ") AS rejects",
      values);
}

void require_bearable(std::int64_t rejected, std::int64_t present, const MaxReject& limits,
                      std::string_view source) {
  const auto refuse = [&](const std::string& limit) {
    throw Error(Code::limit_exceeded, counted(rejected, "value") + " of " + in_quotes(source) +
                                          " can't be converted, more than the " + limit +
                                          " that \"max_reject\" allows");
  };
  if (limits.count && rejected > *limits.count) refuse(std::to_string(*limits.count));
  if (limits.ratio &&
      static_cast<double>(rejected) > *limits.ratio * static_cast<double>(present)) {
    refuse("share of " + document::canonical(*limits.ratio));
  }
}

}  // namespace tamis::quality
