#include "core/history/verify/diff.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "core/document/json.h"
#include "core/error/error.h"
#include "core/history/history_table.h"
#include "core/history/names.h"
#include "core/history/results.h"
#include "core/history/row_hash.h"
#include "core/history/sql.h"
#include "core/history/verify/row_json.h"

namespace tamis::history {
namespace {

using document::Json;
using document::Options;
using engine::Column;
using engine::Value;

struct DiffSettings {
  TableSettings table;
  std::vector<std::string> columns;
  std::vector<std::string> exclude;
};

DiffSettings read_diff(std::string_view text) {
  Options options = Options::from_text(text, kDiff);
  DiffSettings settings;
  settings.table = read_table_settings(options);
  settings.columns = options.strings("columns");
  settings.exclude = options.strings("exclude");
  refuse_repeated(settings.columns, "columns");
  refuse_repeated(settings.exclude, "exclude");
  if (!settings.columns.empty() && !settings.exclude.empty()) {
    throw Error(Code::invalid_option, "options \"columns\" and \"exclude\" exclude each other", {},
                "Name the columns to compare, or those that are not.");
  }
  options.finish();
  require_key(settings.table.key, kDiff);
  return settings;
}

// A surrogate key is another one in each version.
std::vector<Column> compared(const HistoryTable& table, const DiffSettings& settings) {
  const auto names = [](const std::vector<std::string>& list, const std::string& name) {
    return std::find(list.begin(), list.end(), name) != list.end();
  };
  std::vector<Column> out;
  for (const std::string& name : settings.columns) out.push_back(table.relation().column(name));
  for (const std::string& name : settings.exclude) table.relation().column(name);
  if (!settings.columns.empty()) return out;
  for (const Column& column : table.data()) {
    if (!column.primary_key && !names(settings.exclude, column.name)) out.push_back(column);
  }
  return out;
}

using Hash = std::array<char, kHashDigits>;

// A version at one moment, kept while its partner is looked for.
struct Side {
  bool known = false;
  std::vector<Hash> hashes;
  std::string json;
};

class Pairs final : public Diff {
 public:
  Pairs(engine::Session& session, const HistoryTable& table, std::vector<Column> columns,
        const std::string& before, const std::string& after)
      : key_(table.key()), columns_(std::move(columns)), target_(table.relation().name) {
    std::string selected;
    std::string order;
    for (std::size_t i = 0; i < key_.size(); ++i) {
      const std::string column = table.column("t", key_[i].name);
      selected += column + " AS k" + std::to_string(i + 1) + ", ";
      order += in_byte_order(session.dialect(), column, key_[i].type) + " NULLS FIRST, ";
    }
    const std::string at_first = "(" + table.holds_at("t", before) + table.and_alive("t") + ")";
    const std::string at_second = "(" + table.holds_at("t", after) + table.and_alive("t") + ")";
    selected += "CASE WHEN " + at_first + " THEN 1 ELSE 0 END AS early, CASE WHEN " +
                table.column("s", key_.front().name) + " IS NULL THEN 0 ELSE 1 END AS steady, " +
                row_json_sql(session.dialect(), columns_, "t") + " AS json";
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      selected += ", " + table.column("t", columns_[i].name) + " AS c" + std::to_string(i + 1);
    }
    // Holding at one moment and not at the other; a NULL in between counts as not.
    rows_ = session.query("SELECT " + selected + " FROM " + from_as(table.relation(), "t") +
                          join_steady(table, before, after) + " WHERE (" + at_first + " OR " +
                          at_second + ") AND NOT coalesce(" + at_first + " AND " + at_second +
                          ", false) ORDER BY " + order + "early");
  }

  bool next(Change& change) override {
    if (!started_) advance();
    started_ = true;
    while (!ended_) {
      key_value_ = pending_key_;
      before_.known = after_.known = false;
      do {
        take();
        advance();
      } while (!ended_ && pending_key_ == key_value_);
      if (tell(change)) return true;
    }
    return false;
  }

 private:
  // Joins the version, if there is one, of the key of row t that holds at both moments.
  static std::string join_steady(const HistoryTable& table, const std::string& before,
                                 const std::string& after) {
    std::string equal;
    for (const Column& key : table.key()) {
      equal += table.column("s", key.name) + " = " + table.column("t", key.name) + " AND ";
    }
    return " LEFT JOIN " + from_as(table.relation(), "s") + " ON " + equal +
           table.holds_at("s", before) + " AND " + table.holds_at("s", after) +
           table.and_alive("s");
  }

  void advance() {
    if (!rows_->next()) {
      ended_ = true;
    } else {
      pending_key_ = key_json(key_, *rows_);
    }
  }

  void take() {
    const std::size_t n = key_.size();
    Side& side = rows_->at(n).as_integer() != 0 ? before_ : after_;
    if (side.known || rows_->at(n + 1).as_integer() != 0) {
      throw Error(Code::corrupt_data, "versions of a key of " + in_quotes(target_) + " overlap",
                  "The key is " + in_quotes(key_value_) + ".", "tamis_scd2_verify lists them.");
    }
    side.known = true;
    side.json = rows_->at(n + 2).bytes();
    side.hashes.resize(columns_.size());
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const Value value = rows_->at(n + 3 + i);
      row_hash({&value, 1}, side.hashes[i]);
    }
  }

  bool tell(Change& change) {
    columns_json_.clear();
    if (before_.known && after_.known) {
      Json names = Json::array();
      for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (before_.hashes[i] != after_.hashes[i]) names.push_back(columns_[i].name);
      }
      if (names.empty()) return false;
      columns_json_ = document::canonical(names);
      change.change = "changed";
    } else {
      change.change = before_.known ? "removed" : "added";
    }
    change.key_value = key_value_;
    change.columns = columns_json_;
    change.before = before_.known ? Value::text(before_.json) : Value();
    change.after = after_.known ? Value::text(after_.json) : Value();
    return true;
  }

  std::vector<Column> key_;
  std::vector<Column> columns_;
  std::string target_;
  std::unique_ptr<engine::Rows> rows_;
  bool started_ = false;
  bool ended_ = false;
  std::string pending_key_;
  std::string key_value_;
  Side before_;
  Side after_;
  std::string columns_json_;
};

}  // namespace

std::unique_ptr<Diff> diff(engine::Session& session, std::string_view target, std::string_view t1,
                           std::string_view t2, std::string_view options) {
  const DiffSettings settings = read_diff(options);
  const HistoryTable table(session.dialect(), session.relation(target), settings.table);
  std::vector<Column> columns = compared(table, settings);
  return std::make_unique<Pairs>(session, table, std::move(columns),
                                 table.moment(t1, "argument \"t1\" of tamis_scd2_diff"),
                                 table.moment(t2, "argument \"t2\" of tamis_scd2_diff"));
}

}  // namespace tamis::history
