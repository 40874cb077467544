#include "core/history/verify/view.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/error/error.h"
#include "core/history/history_table.h"
#include "core/runs/runs.h"

namespace tamis::history {
namespace {

using document::Json;
using document::Options;
using engine::Column;
using engine::Relation;
using engine::Session;
using engine::Value;

constexpr std::string_view kMark = "made by tamis_scd2_view";

enum class Shows : std::uint8_t { current, as_of, history };

struct ViewSettings {
  TableSettings table;
  Shows shows = Shows::current;
  std::string as_of;  // as given; or
  std::string table_of_moment;
  std::string column_of_moment;
  bool dry_run = false;
};

void read_as_of(Options& options, ViewSettings& settings) {
  const Json given = options.raw("as_of");
  if (given.is_null()) return;
  settings.shows = Shows::as_of;
  if (given.is_object()) {
    Options where(given, R"(option "as_of")");
    settings.table_of_moment = where.required_string("table");
    settings.column_of_moment = where.required_string("column");
    where.finish();
  } else if (given.is_number_integer()) {
    settings.as_of = document::canonical(given);
  } else if (given.is_string()) {
    settings.as_of = given.get<std::string>();
  } else {
    throw Error(Code::invalid_option,
                R"(option "as_of" of tamis_scd2_view must be a moment or an object)",
                "Got " + in_quotes(document::canonical(given)) + ".",
                R"(Write "2024-03-05", or {"table": "report_date", "column": "at"}.)");
  }
}

ViewSettings read_view(std::string_view text) {
  Options options = Options::from_text(text, kView);
  ViewSettings settings;
  settings.table = read_table_settings(options);
  read_as_of(options, settings);
  if (options.boolean("history", false)) {
    if (settings.shows == Shows::as_of) {
      throw Error(Code::invalid_option, "options \"as_of\" and \"history\" exclude each other");
    }
    settings.shows = Shows::history;
  }
  if (settings.shows == Shows::history && settings.table.key.empty()) {
    throw Error(Code::invalid_option, "option \"history\" of tamis_scd2_view needs \"key\"", {},
                "Name the column, or the columns, that identify a row.");
  }
  settings.dry_run = options.boolean("dry_run", false);
  options.finish();
  return settings;
}

struct Query {
  std::string sql;
  std::vector<std::string> columns;
};

// All columns but the bookkeeping, which says nothing where one version of a key shows.
Query query_of(const HistoryTable& table, const ViewSettings& settings,
               const std::string& condition) {
  const Names& names = table.names();
  const bool all = settings.shows == Shows::history;
  Query out;
  std::string selected;
  for (const Column& column : table.relation().columns) {
    if (!all && (column.name == names.is_current || column.name == names.row_hash)) continue;
    selected += (selected.empty() ? "" : ", ") + table.column("t", column.name);
    out.columns.push_back(column.name);
  }
  if (all) {
    std::string key;
    for (const Column& column : table.key()) {
      key += (key.empty() ? "" : ", ") + table.column("t", column.name);
    }
    const std::string from = table.column("t", names.valid_from);
    for (const auto& [expression, name] : {std::pair{std::string("row_number()"), "version_number"},
                                           std::pair{"lag(" + from + ")", "previous_valid_from"},
                                           std::pair{"lead(" + from + ")", "next_valid_from"}}) {
      selected += ", " + expression + " OVER versions AS " + name;
      out.columns.emplace_back(name);
    }
    out.sql = "SELECT " + selected + " FROM " + table.relation().sql +
              " AS t WINDOW versions AS (PARTITION BY " + key + " ORDER BY " + from + ")";
    return out;
  }
  out.sql = "SELECT " + selected + " FROM " + table.relation().sql + " AS t WHERE " + condition +
            table.and_alive("t");
  return out;
}

void refuse_repeated_names(const Query& query) {
  for (std::size_t i = 0; i < query.columns.size(); ++i) {
    if (std::find(query.columns.begin(), query.columns.begin() + static_cast<std::ptrdiff_t>(i),
                  query.columns[i]) == query.columns.begin() + static_cast<std::ptrdiff_t>(i)) {
      continue;
    }
    throw Error(Code::duplicate_column,
                "the view would have two columns named " + in_quotes(query.columns[i]), {},
                "Rename the column of the table.");
  }
}

class View {
 public:
  View(runs::Run& run, const ViewSettings& settings, std::string_view target, std::string_view view)
      : run_(run), session_(run.session()), settings_(settings), target_(target), view_(view) {}

  Json operator()() {
    run_.about(target_, view_);
    const Relation relation = session_.relation(target_);
    if (relation.form == Relation::Form::query) {
      throw Error(Code::unsupported, "the target of a view must be a table or a view",
                  "Got " + in_quotes(target_) + ".");
    }
    const HistoryTable table(session_.dialect(), relation, settings_.table);
    const Query query = query_of(table, settings_, condition(table));
    refuse_repeated_names(query);
    const bool replaced = make(query);
    return {{"version", 1},     {"target", target_},    {"view", view_},
            {"shows", shows()}, {"replaced", replaced}, {"columns", query.columns},
            {"sql", query.sql}};
  }

 private:
  bool is_sqlite() const { return session_.dialect().engine() == engine::Dialect::Engine::sqlite; }

  std::string shows() const {
    if (settings_.shows == Shows::history) return "history";
    return settings_.shows == Shows::current ? "current" : "as_of";
  }

  std::string condition(const HistoryTable& table) {
    if (settings_.shows == Shows::current) return table.current("t");
    if (settings_.shows == Shows::history) return {};
    if (settings_.table_of_moment.empty()) {
      return table.holds_at("t", table.moment(settings_.as_of, "option \"as_of\""));
    }
    const Relation moments = session_.relation(settings_.table_of_moment);
    const Column& column = moments.column(settings_.column_of_moment);
    const std::string moment =
        "(SELECT " + table.dialect().quote_identifier(column.name) + " FROM " + moments.sql + ")";
    return table.holds_at_expression("t", moment, column.type);
  }

  // Whether it stood there before.
  bool make(const Query& query) {
    const auto existing = session_.find_table(view_);
    const std::string name = existing ? existing->sql : session_.target_sql(view_);
    if (existing) refuse_foreign(*existing);
    if (settings_.dry_run) return existing.has_value();
    const bool in_place = existing && !is_sqlite() && fits(*existing, query);
    if (existing && !in_place) session_.execute("DROP VIEW " + name);
    if (is_sqlite()) {
      session_.execute("CREATE VIEW " + name + " AS /* " + std::string(kMark) + " */ " + query.sql);
    } else {
      session_.execute("CREATE " + std::string(in_place ? "OR REPLACE " : "") + "VIEW " + name +
                       " AS " + query.sql);
      session_.execute("COMMENT ON VIEW " + name + " IS " +
                       session_.dialect().quote_literal(kMark));
    }
    return existing.has_value();
  }

  // Whether PostgreSQL can put the query in the view's place, which keeps its grants and what
  // depends on it.
  bool fits(const Relation& existing, const Query& query) {
    const Relation made = session_.relation("(" + query.sql + ")");
    return existing.columns.size() <= made.columns.size() &&
           std::equal(existing.columns.begin(), existing.columns.end(), made.columns.begin(),
                      [](const Column& a, const Column& b) {
                        return a.name == b.name && a.declared == b.declared;
                      });
  }

  void refuse_foreign(const Relation& existing) {
    if (existing.form == Relation::Form::view && is_ours(existing)) return;
    const bool table = existing.form == Relation::Form::table;
    throw Error(Code::duplicate_table,
                (table ? "table " : "view ") + in_quotes(view_) + " already exists",
                table ? "" : "It was not made by tamis_scd2_view, or its comment was changed.",
                "Name another view.");
  }

  bool is_ours(const Relation& existing) {
    const auto& dialect = session_.dialect();
    if (!is_sqlite()) {
      const auto comment = engine::query_text(session_, "SELECT obj_description(" +
                                                            dialect.quote_literal(existing.sql) +
                                                            "::regclass, 'pg_class')");
      return comment == kMark;
    }
    const std::array<Value, 1> parameters = {Value::text(existing.name)};
    const auto sql = engine::query_text(
        session_,
        "SELECT sql FROM " + dialect.quote_identifier(existing.schema) +
            (existing.schema == "temp" ? ".sqlite_temp_master" : ".sqlite_master") +
            " WHERE type = 'view' AND name = ?1 COLLATE NOCASE",
        parameters);
    return sql && sql->find("AS /* " + std::string(kMark) + " */ ") != std::string::npos;
  }

  runs::Run& run_;
  Session& session_;
  const ViewSettings& settings_;
  std::string target_;
  std::string view_;
};

}  // namespace

Json make_view(Session& session, std::string_view target, std::string_view view,
               std::string_view options) {
  const ViewSettings settings = read_view(options);
  return runs::run_action(session, {kView, settings.dry_run},
                          [&](runs::Run& run) { return View(run, settings, target, view)(); });
}

}  // namespace tamis::history
