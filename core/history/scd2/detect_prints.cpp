#include <algorithm>
#include <array>

#include "core/history/scd2/detect.h"
#include "core/history/scd2/layout.h"
#include "core/history/scd2/matching.h"
#include "core/runs/runs.h"

namespace tamis::history {
namespace {

using engine::Column;
using engine::ColumnType;
using engine::Dialect;
using engine::Relation;
using engine::RowPrint;
using engine::Session;

// How many versions are asked whether their row_hash is of today's columns.
constexpr std::size_t kSample = 64;

// Rows that may be kept: a larger part of a batch is staged as fast by the plan without narrowing.
constexpr std::size_t kFewKept = 1000;
constexpr std::size_t kKeptShare = 4;

// A delta of fewer rows than the target's divided by this is left to the target's index.
constexpr std::int64_t kFewRows = 10;

bool is_padded(const Column& column) {
  return column.declared == "character" || column.declared.starts_with("character(");
}

// Types that the dialect has no word for, but whose bytes tell their values.
bool is_plain(const Dialect& dialect, std::string_view declared) {
  static constexpr std::array<std::string_view, 5> kPlain = {"interval", "inet", "cidr", "macaddr",
                                                             "macaddr8"};
  while (declared.ends_with("[]")) declared.remove_suffix(2);
  return dialect.column_type(declared) != ColumnType::unknown ||
         std::find(kPlain.begin(), kPlain.end(), declared) != kPlain.end();
}

// Whether values whose bytes are equal are equal.
bool bytes_tell(const Dialect& dialect, const Column& a, const Column& b) {
  if (a.type != b.type) return false;
  switch (a.type) {
    case ColumnType::boolean:
    case ColumnType::integer:
    case ColumnType::decimal:
    case ColumnType::blob:
    case ColumnType::date:
    case ColumnType::time:
    case ColumnType::timestamp:
    case ColumnType::timestamptz:
    case ColumnType::uuid: return true;
    case ColumnType::text: return a.declared == b.declared || (!is_padded(a) && !is_padded(b));
    case ColumnType::real:
    case ColumnType::json: return a.declared == b.declared;
    case ColumnType::unknown: return a.declared == b.declared && is_plain(dialect, a.declared);
  }
  return false;
}

// Whether keys whose bytes differ are different, too.
bool bytes_tell_keys(const Dialect& dialect, const Column& a, const Column& b) {
  switch (a.type) {
    case ColumnType::decimal:
    case ColumnType::real:
    case ColumnType::json:
    case ColumnType::unknown: return false;
    case ColumnType::text: return a.type == b.type && !is_padded(a) && !is_padded(b);
    default: return bytes_tell(dialect, a, b);
  }
}

struct Sizes {
  std::int64_t memory;
  std::int64_t source;  // bytes
  std::int64_t target;
};

// nullopt unless both are tables on their own, whose texts are equal only byte by byte.
std::optional<Sizes> sizes(Session& session, const Relation& source, const Relation& target) {
  const Dialect& dialect = session.dialect();
  const std::string a = dialect.quote_literal(source.sql) + "::regclass";
  const std::string b = dialect.quote_literal(target.sql) + "::regclass";
  const std::string both = " IN (" + a + ", " + b + ")";
  const auto rows = session.query(
      "SELECT greatest(pg_size_bytes(current_setting('work_mem')) * "
      "current_setting('hash_mem_multiplier')::float8, "
      "pg_size_bytes(current_setting('maintenance_work_mem')))::bigint, pg_relation_size(" +
      a + "), pg_relation_size(" + b +
      ") WHERE NOT EXISTS (SELECT 1 FROM pg_class AS c WHERE c.oid" + both +
      " AND (c.relkind <> 'r' OR c.relhassubclass)) AND NOT EXISTS (SELECT 1 FROM pg_attribute AS "
      "a JOIN pg_collation AS l ON l.oid = a.attcollation WHERE a.attrelid" +
      both + " AND NOT l.collisdeterministic)");
  if (!rows->next()) return std::nullopt;
  return Sizes{rows->at(0).as_integer(), rows->at(1).as_integer(), rows->at(2).as_integer()};
}

bool all_comparable(const Layout& layout, const Relation& source,
                    const std::vector<ColumnPair>& pairs) {
  return std::all_of(layout.key.begin(), layout.key.end(),
                     [&](const Column& key) {
                       return bytes_tell_keys(layout.dialect, source.column(key.name), key);
                     }) &&
         std::all_of(pairs.begin(), pairs.end(), [&](const ColumnPair& pair) {
           return bytes_tell(layout.dialect, *pair.first, *pair.second);
         });
}

// Forwards prints to a member function of a Matching.
class Into final : public engine::PrintSink {
 public:
  using Take = bool (Matching::*)(std::span<const RowPrint>);
  Into(Matching& matching, Take with) : matching_(matching), take_(with) {}

  bool take(std::span<const RowPrint> rows) override {
    told_ = told_ && (matching_.*take_)(rows);
    return told_;
  }
  bool told() const noexcept { return told_; }

 private:
  Matching& matching_;
  Take take_;
  bool told_ = true;
};

class Search {
 public:
  Search(Session& session, const Layout& layout, const Incoming& batch, std::int64_t memory)
      : session_(session),
        layout_(layout),
        batch_(batch),
        pairs_(compared_columns(layout, batch)),
        seed_(engine::hash_bytes(runs::new_id(), 0)[0]),
        matching_(static_cast<std::size_t>(memory), std::pmr::new_delete_resource()) {}

  std::optional<Narrowing> operator()() {
    if (!read_all() || !matching_.new_keys_differ()) return std::nullopt;
    const std::size_t kept = matching_.candidates().size();
    if (kept > std::max(kFewKept, matching_.rows() / kKeptShare)) return std::nullopt;
    if (!hashes_hold()) return std::nullopt;
    if (batch_.full && !matching_.add_missing()) return std::nullopt;
    return narrowing(kept);
  }

 private:
  std::string versions_query() const {
    std::string out = "SELECT " + layout_.address("t");
    for (const Column& key : layout_.key) out += ", " + layout_.column("t", key.name);
    for (const ColumnPair& pair : pairs_) out += ", " + layout_.column("t", pair.second->name);
    out += " FROM " + layout_.target + " AS t WHERE " + layout_.current("t");
    const std::string deleted = layout_.deleted("t");
    return deleted.empty() ? out : out + " AND NOT " + deleted;
  }

  std::string rows_query() const {
    std::string out = "SELECT s.ctid";
    for (const Column& key : layout_.key) out += ", " + layout_.column("s", key.name);
    for (const ColumnPair& pair : pairs_) out += ", " + layout_.column("s", pair.first->name);
    return out + " FROM " + batch_.source.sql + " AS s";
  }

  bool read(const std::string& sql, Into::Take take) {
    Into into(matching_, take);
    return session_.read_prints(sql, layout_.key.size(), seed_, into) && into.told();
  }

  bool read_all() {
    return read(versions_query(), &Matching::add_versions) && matching_.index() &&
           read(rows_query(), &Matching::match);
  }

  // Rows that seem unchanged have the row_hash that the batch's row would get.
  bool hashes_hold() {
    if (layout_.names.row_hash.empty()) return true;
    const std::vector<std::uint64_t> some = matching_.some_unchanged(kSample);
    return engine::query_integer(session_,
                                 "SELECT count(*) FROM " + layout_.target + " AS t WHERE " +
                                     layout_.address("t") + any_of(some) + " AND " +
                                     layout_.dialect.is_distinct(layout_.stored_hash("t"),
                                                                 layout_.fresh_hash("t"))) == 0;
  }

  // A condition after an address. As a subquery: how many these are must stay hidden, because the
  // planner takes each for a read from disk, and would read all of the table instead.
  static std::string any_of(std::span<const std::uint64_t> list) {
    std::string out = " = ANY ((SELECT '{";
    for (const std::uint64_t address : list) {
      if (out.back() != '{') out += ',';
      out +=
          "\"(" + std::to_string(address >> 16U) + "," + std::to_string(address & 0xFFFFU) + ")\"";
    }
    return out + "}'::tid[])::tid[])";
  }

  Narrowing narrowing(std::size_t kept) const {
    std::vector<std::uint64_t> rows;
    std::vector<std::uint64_t> versions;
    for (const Matching::Candidate& candidate : matching_.candidates().first(kept)) {
      rows.push_back(candidate.row);
    }
    for (const Matching::Candidate& candidate : matching_.candidates().subspan(kept)) {
      versions.push_back(candidate.version);
    }
    Narrowing out;
    out.source = "(SELECT s.* FROM " + batch_.source.sql + " AS s WHERE s.ctid" + any_of(rows) +
                 ") AS \"batch\"";
    out.rows = static_cast<std::int64_t>(kept);
    out.left_out = static_cast<std::int64_t>(matching_.rows() - kept);
    out.current = static_cast<std::int64_t>(matching_.versions());
    out.is_missing = any_of(versions);
    out.n_missing = static_cast<std::int64_t>(versions.size());
    return out;
  }

  Session& session_;
  const Layout& layout_;
  const Incoming& batch_;
  std::vector<ColumnPair> pairs_;
  std::uint64_t seed_;
  Matching matching_;
};

}  // namespace

std::optional<Narrowing> narrow_by_prints(Session& session, const Layout& layout,
                                          const Incoming& batch) {
  if (!all_comparable(layout, batch.source, compared_columns(layout, batch))) return std::nullopt;
  const auto size = sizes(session, batch.source, *layout.relation);
  // Few rows are looked up in the target's index sooner than all of the target is read.
  if (!size || (!batch.full && size->source < size->target / kFewRows)) return std::nullopt;
  return Search(session, layout, batch, size->memory)();
}

}  // namespace tamis::history
