// Foreign keys by inclusion: all values of a column are keys of another table.
//
// Small integers are included in any run of ids, so numbers need a name that says the same: the
// key's own name, or the table's with it (customer_id). Texts need ten different values.
#include <algorithm>
#include <cctype>

#include "core/error/error.h"
#include "core/quality/check/cells.h"
#include "core/quality/suggest/table_drafts.h"
#include "core/text/text.h"

namespace tamis::quality {
namespace {

using document::Json;

constexpr std::int64_t kLeastValues = 10;
constexpr double kMostOrphans = 0.05;
constexpr double kLeastConfidence = 0.9;

struct Inclusion {
  std::int64_t values = 0;   // different ones of the column
  std::int64_t orphans = 0;  // of them, no key of the other table
};

bool is_key(engine::Session& session, const engine::Relation& other, const engine::Column& column) {
  if (column.primary_key) return true;
  const std::string cell = cell_text(session.dialect(), column);
  const auto rows = session.query_few("SELECT count(*), count(" + cell + "), count(DISTINCT " +
                                      cell + ") FROM " + other.sql);
  if (!rows->next()) return false;
  const std::int64_t all = count_at(*rows, 0);
  return all >= kLeastValues && count_at(*rows, 1) == all && count_at(*rows, 2) == all;
}

Inclusion inclusion_of(engine::Session& session, const engine::Relation& relation,
                       const engine::Column& column, const engine::Relation& other,
                       const engine::Column& key) {
  const engine::Dialect& dialect = session.dialect();
  const std::string mine = cell_text(dialect, column);
  const std::string present = holds_value("tamis_type(" + mine + ")");
  const auto rows = session.query_few(
      "SELECT count(*), count(k.v) FROM (SELECT DISTINCT " + mine + " AS v FROM " + relation.sql +
      " WHERE " + present + ") AS m LEFT JOIN (SELECT DISTINCT " + cell_text(dialect, key) +
      " AS v FROM " + other.sql + ") AS k ON k.v = m.v");
  if (!rows->next()) return {};
  const std::int64_t values = count_at(*rows, 0);
  return {values, values - count_at(*rows, 1)};
}

// customer_id and "customer id" are one name.
std::string plain(std::string_view name) {
  std::string out = text::snake_case(name);
  out.erase(std::remove(out.begin(), out.end(), '_'), out.end());
  return out;
}

bool names_agree(const std::string& column, const std::string& table, const std::string& key) {
  const std::string mine = plain(column);
  const std::string of = plain(table);
  const std::string theirs = plain(key);
  if (mine == theirs) return theirs != "id" || mine == of + theirs;
  const std::string singular = of.ends_with('s') ? of.substr(0, of.size() - 1) : of;
  return mine == of + theirs || mine == singular + theirs || mine == of || mine == singular;
}

}  // namespace

void draft_references(engine::Session& session, const engine::Relation& relation,
                      const CodedTable& table, const std::vector<std::string>& others,
                      Drafts& drafts) {
  for (const std::string& name : others) {
    const engine::Relation other = session.relation(name);
    for (const engine::Column& key : other.columns) {
      if (!is_key(session, other, key)) continue;
      for (const CodedColumn& column : table.columns) {
        const profile::ColumnProfile& profile = *column.profile;
        if (profile.present < kLeastSupport) continue;
        const bool agree = names_agree(profile.name, other.name, key.name);
        if (!agree && (profile.type != types::Type::text || profile.distinct < kLeastValues)) {
          continue;
        }
        const Inclusion found =
            inclusion_of(session, relation, relation.column(profile.name), other, key);
        if (found.values == 0 ||
            static_cast<double>(found.orphans) > kMostOrphans * static_cast<double>(found.values)) {
          continue;
        }
        if (!agree &&
            profile::confidence_of(found.values - found.orphans, found.values) < kLeastConfidence) {
          continue;
        }
        add_draft(drafts, Check::references, {profile.name},
                  {{"table", name}, {"columns", {key.name}}},
                  std::to_string(found.values - found.orphans) + " of " +
                      std::to_string(found.values) + " different values are keys there");
      }
    }
  }
}

}  // namespace tamis::quality
