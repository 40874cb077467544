#include "core/profile/stored.h"

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>

#include "core/error/error.h"
#include "core/profile/history_table.h"
#include "core/profile/partitions.h"
#include "core/profile/parts.h"
#include "core/profile/update_settings.h"
#include "core/runs/runs.h"

namespace tamis::profile {
namespace {

using document::Json;
using engine::Column;
using engine::Dialect;
using engine::Relation;
using engine::Value;

// A condition on more parts than these is longer than it is worth: then all rows are read.
constexpr std::size_t kMostNamedParts = 1000;
// Parts that an error lists.
constexpr std::size_t kPartsShown = 10;

Grain grain_named(std::string_view name) noexcept {
  for (const Grain grain : {Grain::day, Grain::month, Grain::year, Grain::value}) {
    if (name_of(grain) == name) return grain;
  }
  return Grain::partition;
}

struct Counted {
  std::string part;
  std::int64_t rows = 0;
  std::int64_t values = 0;  // rows whose value is not NULL, where parts are values
};

class Update {
 public:
  Update(runs::Run& run, std::string_view argument, const Relation& relation,
         UpdateSettings settings)
      : run_(run),
        argument_(argument),
        session_(run.session()),
        dialect_(session_.dialect()),
        relation_(relation),
        settings_(std::move(settings)) {}

  Json run() {
    lock();
    before_ = stored_table(session_, relation_);
    settle_division();
    choose_columns();
    if (settings_.refresh_all && !settings_.dry_run) remove_table(session_, relation_);
    stamp_ = {document::canonical(part_by_), run_.id(), runs::now_utc()};
    if (grain_ == Grain::partition) {
      read_partitions();
    } else {
      read_column();
    }
    return conclude();
  }

 private:
  // Two updates could both find a part new. SQLite has one writer.
  void lock() {
    if (dialect_.engine() == Dialect::Engine::sqlite || settings_.dry_run) return;
    const std::string name = "tamis_profile_update " + relation_.sql;
    const std::array<Value, 1> parameters = {Value::text(name)};
    session_.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", parameters)->next();
  }

  void settle_division() {
    if (settings_.part_by.is_null() && before_.empty()) {
      throw Error(
          Code::invalid_option, "option \"by\" of " + std::string(kUpdateAction) + " is missing",
          "Nothing is stored of " + in_quotes(relation_.name) + " yet.",
          R"(Name a column, {"by": "created_at", "grain": "day"}, or {"by": "partition"}.)");
    }
    part_by_ = settings_.part_by.is_null() ? document::parse(before_.part_by, "part_by")
                                           : settings_.part_by;
    if (!before_.empty() && !settings_.refresh_all &&
        document::canonical(part_by_) != before_.part_by) {
      throw Error(Code::invalid_option, in_quotes(relation_.name) + " is stored in other parts",
                  "They are " + before_.part_by + ".",
                  R"(Leave out "by", or read all again with {"refresh": "all"}.)");
    }
    grain_ = grain_named(part_by_.value("grain", ""));
  }

  void choose_columns() {
    if (settings_.columns.empty()) {
      for (const Column& column : relation_.columns) columns_.push_back(&column);
    }
    for (const std::string& name : settings_.columns) {
      const Column* column = &relation_.column(name);
      if (std::find(columns_.begin(), columns_.end(), column) == columns_.end()) {
        columns_.push_back(column);
      }
    }
    if (before_.empty() || settings_.refresh_all || settings_.accept_schema) return;
    const std::string changes = schema_changes();
    if (changes.empty()) return;
    throw Error(Code::invalid_value,
                "the columns of " + in_quotes(relation_.name) + " are not those stored", changes,
                R"(Read all parts again with {"refresh": "all"}, or keep what is stored and go on )"
                R"(with {"schema_change": "accept"}.)");
  }

  std::string schema_changes() const {
    std::string out;
    const auto say = [&out](const std::string& sentence) {
      if (!out.empty()) out += ' ';
      out += sentence;
    };
    for (const Column* column : columns_) {
      const auto stored =
          std::find_if(before_.columns.begin(), before_.columns.end(),
                       [&](const StoredColumn& c) { return c.name == column->name; });
      if (stored == before_.columns.end()) {
        say("No part has " + in_quotes(column->name) + ".");
      } else if (stored->declared != column->declared) {
        say(in_quotes(column->name) + " was " + in_quotes(stored->declared) + " and is " +
            in_quotes(column->declared) + ".");
      }
    }
    for (const StoredColumn& stored : before_.columns) {
      const bool kept = std::any_of(columns_.begin(), columns_.end(),
                                    [&](const Column* c) { return c->name == stored.name; });
      if (!kept) say(in_quotes(stored.name) + " is stored, but not to be profiled.");
    }
    return out;
  }

  // --- parts of a column

  void read_column() {
    const PartColumn column(dialect_, relation_.column(part_by_["by"].get<std::string>()), grain_,
                            part_by_.value("iso", false), part_by_.value("order", ""));
    for (const std::string& part : settings_.refresh) {
      if (column.is_part(part)) continue;
      throw Error(Code::invalid_option,
                  in_quotes(part) + " is no part of grain " + std::string(name_of(grain_)), {},
                  R"(Parts are named 2024-03-05, 2024-03 or 2024 by their grain, and "none".)");
    }
    const Selection selection =
        grain_ == Grain::value ? select_values(column) : select_dates(column);
    condition_ = column.condition(selection);
    refuse_broken_promise(column);
    if (settings_.dry_run) {
      read_ = counts(column, condition_);
    } else {
      store_parts(session_, relation_, columns_, relation_.sql, column.part(), condition_, stamp_);
      take_stored();
      require_all_read(selection);
    }
    find_vanished(selection);
  }

  std::vector<Counted> counts(const PartColumn& column, const std::string& condition) const {
    const std::string name = dialect_.quote_identifier(part_by_["by"].get<std::string>());
    std::string sql = "SELECT " + column.part() + ", count(*), count(" + name + ") FROM ";
    sql += relation_.sql;
    if (!condition.empty()) sql += " WHERE " + condition;
    sql += " GROUP BY 1";
    // In the order of the values themselves, so that the last ones are the newest.
    if (grain_ == Grain::value) sql.append(", ").append(name).append(" ORDER BY ").append(name);
    const auto rows = session_.query_few(sql);
    std::vector<Counted> found;
    std::unordered_map<std::string, std::size_t> places;
    while (rows->next()) {
      // Different values may be one part: the 1, the '1' and the x'31' of SQLite.
      const std::string part(rows->at(0).bytes());
      const auto [place, is_new] = places.emplace(part, found.size());
      if (is_new) found.push_back({part});
      found[place->second].rows += rows->at(1).as_integer();
      found[place->second].values += rows->at(2).as_integer();
    }
    return found;
  }

  bool is_stored(std::string_view part) const noexcept {
    return !settings_.refresh_all && before_.find(part) != nullptr;
  }

  // Parts that are missing or have another number of rows than are stored.
  std::vector<std::string> differing() const {
    std::vector<std::string> parts;
    for (const Counted& counted : listed_) {
      const StoredPart* const stored = before_.find(counted.part);
      if (stored == nullptr || stored->rows != counted.rows) parts.push_back(counted.part);
    }
    return parts;
  }

  // Each part once, as long as they are few enough to be named.
  static Selection bounded(Selection selection) {
    std::set<std::string> seen;
    std::erase_if(selection.parts, [&](const std::string& p) { return !seen.insert(p).second; });
    if (selection.parts.size() > kMostNamedParts) {
      selection = {};
      selection.all = true;
    }
    return selection;
  }

  Selection select_dates(const PartColumn& column) {
    Selection selection;
    // What is dated in days to come may be a mistake, or a word for "never": it dates no update.
    const std::string today = runs::now_utc().substr(0, 10);
    std::vector<std::string> dated;
    for (const StoredPart& part : before_.parts) {
      if (part.name != kNoPart && part.name <= today) dated.push_back(part.name);
    }
    if (settings_.refresh_all || dated.empty()) {
      selection.all = true;
      return selection;
    }
    const auto back =
        std::min<std::size_t>(dated.size(), static_cast<std::size_t>(settings_.lookback));
    selection.behind = back == 0;
    selection.from = dated[dated.size() - std::max<std::size_t>(back, 1)];
    selection.parts = settings_.refresh;
    if (settings_.check) {
      list(column);
      for (std::string& part : differing()) selection.parts.push_back(std::move(part));
    }
    return bounded(std::move(selection));
  }

  Selection select_values(const PartColumn& column) {
    list(column);
    refuse_unknown_parts();
    Selection selection;
    if (settings_.refresh_all || before_.empty()) {
      selection.all = true;
      return selection;
    }
    selection.parts = differing();
    for (const std::string& part : settings_.refresh) selection.parts.push_back(part);
    std::int64_t left = settings_.lookback;
    for (auto at = listed_.rbegin(); at != listed_.rend() && left > 0; ++at) {
      if (at->part == kNoPart || !is_stored(at->part)) continue;
      selection.parts.push_back(at->part);
      --left;
    }
    return bounded(std::move(selection));
  }

  void refuse_unknown_parts() const {
    for (const std::string& part : settings_.refresh) {
      const bool listed = std::any_of(listed_.begin(), listed_.end(),
                                      [&](const Counted& c) { return c.part == part; });
      if (listed || before_.find(part) != nullptr) continue;
      throw Error(Code::invalid_option,
                  in_quotes(relation_.name) + " has no part " + in_quotes(part), {},
                  listed_.empty() ? "It has no rows." : newest_parts());
    }
  }

  // The engines disagree on where NULL stands among values: here at the end.
  std::string newest_parts() const {
    std::vector<std::string_view> newest;
    for (const Counted& counted : listed_) newest.push_back(counted.part);
    std::reverse(newest.begin(), newest.end());
    std::stable_partition(newest.begin(), newest.end(),
                          [](std::string_view part) { return part != kNoPart; });
    const bool all = newest.size() <= kPartsShown;
    return std::string(all ? "Its parts are " : "Its last parts are ") +
           tamis::listed(newest.data(), std::min(newest.size(), kPartsShown)) + ".";
  }

  void list(const PartColumn& column) {
    listed_ = counts(column, {});
    has_list_ = true;
    if (grain_ != Grain::value) return;
    const bool mixed = std::any_of(listed_.begin(), listed_.end(), [](const Counted& c) {
      return c.part == kNoPart && c.values > 0 && c.values < c.rows;
    });
    if (mixed) {
      throw Error(Code::unsupported,
                  "the values of " + in_quotes(part_by_["by"].get<std::string>()) +
                      " can't be told apart: \"none\" stands for NULL, and is a value too");
    }
  }

  void refuse_broken_promise(const PartColumn& column) const {
    const std::string broken = column.broken_promise();
    if (broken.empty()) return;
    const std::string name = part_by_["by"].get<std::string>();
    std::string sql =
        "SELECT " + dialect_.as_text(dialect_.quote_identifier(name), relation_.column(name).type);
    sql += " FROM " + relation_.sql + " WHERE (" + broken + ")";
    if (!condition_.empty()) sql += " AND (" + condition_ + ")";
    const auto value = engine::query_text(session_, sql + " LIMIT 1");
    if (!value) return;
    throw Error(Code::invalid_value,
                "column " + in_quotes(name) + " is not ISO 8601 alone: " + in_quotes(*value), {},
                R"(Leave out "iso": then each date is read, and every row is looked at.)");
  }

  // --- partitions

  std::int64_t rows_of(const Partition& partition) const {
    return engine::query_integer(session_, "SELECT count(*) FROM " + partition.sql).value_or(0);
  }

  void read_partitions() {
    const std::vector<Partition> all = partitions(session_, relation_);
    for (const Partition& partition : all) listed_.push_back({partition.part});
    has_list_ = true;
    refuse_unknown_parts();
    std::vector<const Partition*> wanted;
    std::int64_t left = settings_.lookback;
    for (auto at = all.rbegin(); at != all.rend(); ++at) {
      bool read = !is_stored(at->part) || at->is_default || named(at->part);
      if (!read && left > 0) {
        read = true;
        --left;
      }
      if (!read && settings_.check) read = before_.find(at->part)->rows != rows_of(*at);
      if (read) wanted.push_back(&*at);
    }
    std::int64_t rows = 0;
    for (auto at = wanted.rbegin(); at != wanted.rend(); ++at) {
      const Partition& partition = **at;
      run_.progress("partition " + in_quotes(partition.part), rows);
      tried_.push_back(partition.part);
      if (settings_.dry_run) {
        read_.push_back({partition.part, rows_of(partition)});
      } else {
        store_parts(session_, relation_, columns_, partition.sql,
                    dialect_.quote_literal(partition.part) + "::text", {}, stamp_);
        rows += rows_of_stored(partition.part);
      }
    }
    if (!settings_.dry_run) take_stored();
    find_vanished({});
  }

  bool named(const std::string& part) const {
    return std::find(settings_.refresh.begin(), settings_.refresh.end(), part) !=
           settings_.refresh.end();
  }

  std::int64_t rows_of_stored(const std::string& part) const {
    const std::array<Value, 3> parameters = {Value::text(relation_.schema),
                                             Value::text(relation_.name), Value::text(part)};
    return engine::query_integer(session_,
                                 "SELECT max(row_count) FROM tamis_profile_history WHERE "
                                 "table_schema = $1 AND table_name = $2 AND part = $3",
                                 parameters)
        .value_or(0);
  }

  // --- what came of it

  void take_stored() {
    for (const StoredPart& part : stored_table(session_, relation_).parts) {
      if (part.run_id == run_.id()) read_.push_back({part.name, part.rows});
    }
  }

  bool tried(std::string_view part) const {
    return std::find(tried_.begin(), tried_.end(), part) != tried_.end();
  }

  bool was_read(std::string_view part) const {
    return std::any_of(read_.begin(), read_.end(),
                       [&](const Counted& c) { return c.part == part; });
  }

  // A value that is not found again by the text it has would be left out without a word.
  void require_all_read(const Selection& selection) const {
    if (grain_ != Grain::value) return;
    for (const Counted& listed : listed_) {
      const bool wanted = selection.all || std::find(selection.parts.begin(), selection.parts.end(),
                                                     listed.part) != selection.parts.end();
      if (!wanted || was_read(listed.part)) continue;
      throw Error(Code::unsupported, "the rows of part " + in_quotes(listed.part) +
                                         " are not found by that value again");
    }
  }

  // Stored parts that have no row any more, as far as this update can tell.
  void find_vanished(const Selection& selection) {
    for (const StoredPart& stored : before_.parts) {
      if (was_read(stored.name)) continue;
      const bool selected =
          selection.all || tried(stored.name) ||
          (stored.name == kNoPart && grain_ != Grain::partition) ||
          (selection.from &&
           (selection.behind ? stored.name > *selection.from : stored.name >= *selection.from)) ||
          std::find(selection.parts.begin(), selection.parts.end(), stored.name) !=
              selection.parts.end();
      const bool listed = std::any_of(listed_.begin(), listed_.end(),
                                      [&](const Counted& c) { return c.part == stored.name; });
      if (selected || (has_list_ && !listed)) vanished_.push_back(stored.name);
    }
  }

  Json conclude() {
    const bool removed = settings_.prune || settings_.refresh_all;
    if (removed && !settings_.dry_run) remove_parts(session_, relation_, vanished_);
    std::int64_t rows = 0;
    std::int64_t added = 0;
    for (const Counted& part : read_) {
      rows += part.rows;
      if (before_.find(part.part) == nullptr) ++added;
    }
    const auto read = static_cast<std::int64_t>(read_.size());
    const auto stored = static_cast<std::int64_t>(before_.parts.size()) + added -
                        (removed ? static_cast<std::int64_t>(vanished_.size()) : 0);
    run_.about(argument_, "tamis_profile_history");
    run_.count_rows(rows, read * static_cast<std::int64_t>(columns_.size()));
    Json document = {
        {"version", 1},
        {"kind", "profile_update"},
        {"table", argument_},
        {"part_by", part_by_},
        {"columns", columns_.size()},
        {"rows_read", rows},
        {"parts",
         {{"stored", stored},
          {"read", read},
          {"new", added},
          {"again", read - added},
          {"vanished", vanished_},
          {"pruned", removed ? vanished_.size() : 0}}},
    };
    if (settings_.dry_run)
      document["where"] = condition_.empty() ? Json(nullptr) : Json(condition_);
    return document;
  }

  runs::Run& run_;
  std::string argument_;
  engine::Session& session_;
  const Dialect& dialect_;
  const Relation& relation_;
  UpdateSettings settings_;
  StoredTable before_;
  Json part_by_;
  Grain grain_ = Grain::day;
  std::vector<const Column*> columns_;
  Stamp stamp_;
  std::string condition_;
  std::vector<Counted> listed_;  // of the table, where it was counted
  bool has_list_ = false;
  std::vector<Counted> read_;
  std::vector<std::string> tried_;  // partitions
  std::vector<std::string> vanished_;
};

}  // namespace

Json update_profile(engine::Session& session, std::string_view table, document::Options options) {
  UpdateSettings settings = update_settings(options);
  const bool dry_run = settings.dry_run;
  return runs::run_action(session, {kUpdateAction, dry_run}, [&](runs::Run& run) {
    const Relation relation = session.relation(table);
    if (relation.form == Relation::Form::query) {
      throw Error(Code::invalid_name, "what is stored needs a name, and a query has none", {},
                  "Name a table, or make a view of the query.");
    }
    return Update(run, table, relation, std::move(settings)).run();
  });
}

}  // namespace tamis::profile
