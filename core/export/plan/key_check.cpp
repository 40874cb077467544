#include "core/export/plan/key_check.h"

#include "core/error/error.h"

namespace tamis::exports {
namespace {

std::string count_of_keys(const engine::Dialect& dialect, const engine::Relation& relation,
                          const std::string& condition, const std::vector<std::string>& key) {
  std::string columns;
  std::string lacking;
  for (const std::string& name : key) {
    const std::string column = dialect.quote_identifier(relation.column(name).name);
    columns += (columns.empty() ? "" : ", ") + column;
    lacking += (lacking.empty() ? "" : " OR ") + column + " IS NULL";
  }
  const auto sum = [](const std::string& value) {
    return "CAST(coalesce(sum(" + value + "), 0) AS bigint)";
  };
  return "SELECT " + sum("CASE WHEN lacks = 0 THEN n - 1 ELSE 0 END") + ", " +
         sum("CASE WHEN lacks = 1 THEN n ELSE 0 END") +
         " FROM (SELECT count(*) AS n, max(CASE WHEN " + lacking +
         " THEN 1 ELSE 0 END) AS lacks FROM " + relation.sql +
         (condition.empty() ? "" : " WHERE " + condition) + " GROUP BY " + columns +
         ") AS tamis_keys";
}

CheckState state(std::int64_t found) {
  return found == 0 ? CheckState::passed : CheckState::failed;
}

}  // namespace

void check_merge_key(engine::Session& session, const engine::Relation& relation,
                     const std::string& condition, const ModeOptions& options, Manifest& manifest) {
  if (options.merge_key.empty()) return;
  for (const std::string& name : options.merge_key) (void)relation.column(name);
  if (options.duplicate_keys == DuplicateKeys::ignore) return;
  const auto rows =
      session.query_few(count_of_keys(session.dialect(), relation, condition, options.merge_key));
  rows->next();
  const std::int64_t duplicates = rows->at(0).as_integer();
  const std::int64_t lacking = rows->at(1).as_integer();
  if (options.duplicate_keys == DuplicateKeys::error && duplicates + lacking > 0) {
    throw Error(Code::duplicate_key,
                "the merge key does not tell the rows apart: " + std::to_string(duplicates) +
                    " repeat an earlier key, " + std::to_string(lacking) + " have none",
                {}, R"(Mend the source, or let "duplicate_keys" be "count".)");
  }
  Validation& validation = manifest.validation;
  validation.key = options.merge_key;
  validation.duplicate_rows = duplicates;
  validation.null_rows = lacking;
  validation.duplicate_check = state(duplicates);
  validation.null_check = state(lacking);
}

}  // namespace tamis::exports
