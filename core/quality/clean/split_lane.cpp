#include "core/quality/clean/split_lane.h"

#include <array>
#include <vector>

#include "core/error/error.h"

namespace tamis::quality {
namespace {

using document::Json;
using engine::ColumnType;
using engine::Dialect;
using engine::Value;

constexpr std::string_view kFileName = "part-0000.jsonl";
constexpr std::size_t kFlush = std::size_t{256} << 10U;
constexpr std::int64_t kRowsBetweenReports = 4096;

Value text_or_null(const std::string& text) { return text.empty() ? Value() : Value::text(text); }

// Parameters are named where their type is not clear from their place.
std::string text_parameter(const Dialect& dialect, std::size_t n) {
  return "CAST(" + dialect.parameter(n) + " AS text)";
}

// What both tables have of a bad row, in this order: error_id, run_id, row_key, reason, rules,
// layer, contract, contract_version, created_at, source, status.
std::string own_values(const BadRows& bad, const Dialect& dialect) {
  const std::string run = text_parameter(dialect, 1);
  return run + " || '-' || s.tamis_number, " + run + ", s.tamis_key, " +
         reason_sql(bad.rules, dialect) + ", " +
         dialect.from_canonical_text("b.rules", ColumnType::json) + ", " +
         text_parameter(dialect, 2) + ", " + text_parameter(dialect, 3) + ", " +
         text_parameter(dialect, 4) + ", " + text_parameter(dialect, 5) + ", " +
         text_parameter(dialect, 6) + ", 'open'";
}

std::vector<Value> own_parameters(const runs::Run& run, const LaneFacts& facts) {
  return {Value::text(run.id()),        text_or_null(facts.layer),
          text_or_null(facts.contract), text_or_null(facts.contract_version),
          Value::text(facts.now),       Value::text(facts.source)};
}

std::string from_bad(const BadRows& bad, const Dialect& dialect) {
  return " FROM " + bad_rows_sql(bad.rows, bad.tables, dialect) + " ORDER BY s.tamis_number";
}

// A table's name as a folder's: what is not plain is %XX, a dot in front too.
std::string folder_name(std::string_view name) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  constexpr std::size_t kMost = 200;
  std::string out;
  for (const char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '_' || c == '-' || (c == '.' && !out.empty());
    if (plain) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    }
    if (out.size() >= kMost) break;
  }
  return out;
}

std::string as_json(std::string_view text) { return document::canonical(Json(text)); }

std::string as_json_or_null(const std::string& text) {
  return text.empty() ? "null" : as_json(text);
}

// One line; members in the order of every document.
void append_line(engine::Rows& row, const runs::Run& run, const LaneFacts& facts,
                 std::string& out) {
  const auto bytes = [&](std::size_t i) { return std::string(row.at(i).bytes()); };
  const std::string number = std::to_string(row.at(0).as_integer());
  out += R"({"layer": )" + as_json_or_null(facts.layer);
  out += R"(, "rules": )" + bytes(3);
  out += R"(, "reason": )" + as_json(bytes(2));
  out += R"(, "run_id": )" + as_json(run.id());
  out += R"(, "source": )" + as_json(facts.source);
  out += R"(, "row_key": )" + (row.at(1).is_null() ? "null" : as_json(bytes(1)));
  out += R"(, "contract": )" + as_json_or_null(facts.contract);
  out += R"(, "error_id": )" + as_json(run.id() + "-" + number);
  out += R"(, "created_at": )" + as_json(facts.now);
  out += R"(, "row_values": )" + bytes(4);
  out += R"(, "contract_version": )" + as_json_or_null(facts.contract_version) + "}\n";
}

}  // namespace

std::int64_t write_error_rows(runs::Run& run, const LaneFacts& facts, const BadRows& bad) {
  const Dialect& dialect = run.session().dialect();
  const std::string sql =
      "INSERT INTO tamis_error_row (error_id, run_id, row_key, reason, rules, layer, contract, "
      "contract_version, created_at, source, status, column_name, row_values) SELECT " +
      own_values(bad, dialect) + ", " + blamed_column_sql(bad.rules, dialect) + ", " +
      row_json_sql(bad.rows.columns, "s", dialect) + from_bad(bad, dialect);
  return run.session().execute(sql, own_parameters(run, facts));
}

std::int64_t write_bad_table(runs::Run& run, const LaneFacts& facts, const BadRows& bad,
                             const SplitTarget& target) {
  const Dialect& dialect = run.session().dialect();
  const std::string sql =
      "INSERT INTO " + target.sql + " (" + column_list(bad.rows.columns, "", dialect) +
      ", tamis_error_id, tamis_run_id, tamis_row_key, tamis_reason, tamis_rules, tamis_layer, "
      "tamis_contract, tamis_contract_version, tamis_created_at, tamis_source, tamis_status) "
      "SELECT " +
      column_list(bad.rows.columns, "s", dialect) + ", " + own_values(bad, dialect) +
      from_bad(bad, dialect);
  return run.session().execute(sql, own_parameters(run, facts));
}

ErrorFiles::ErrorFiles(engine::Session& session, std::string_view root, std::string_view table,
                       const LaneFacts& facts, std::string_view run_id)
    : path_(std::string(root) + "/_errors/" + facts.layer + "/" + folder_name(table) +
            "/dt=" + facts.now.substr(0, 10) + "/run_id=" + std::string(run_id)) {
  session.require_file_access(true);
  destination_ = storage::destination(
      path_, {[](storage::Directory&) { return std::optional<std::string>("It is a run's."); }});
  destination_->check(storage::IfExists::error);
}

ErrorFiles::~ErrorFiles() = default;

std::string ErrorFiles::uri() const { return destination_->uri(); }

std::int64_t ErrorFiles::write(runs::Run& run, const LaneFacts& facts, const BadRows& bad) {
  const Dialect& dialect = run.session().dialect();
  staging_ = destination_->stage(run.id(), storage::IfExists::error);
  const auto file = staging_->create(kFileName);
  const auto rows = run.session().query(
      "SELECT s.tamis_number, s.tamis_key, " + reason_sql(bad.rules, dialect) + ", b.rules, CAST(" +
      row_json_sql(bad.rows.columns, "s", dialect) + " AS text)" + from_bad(bad, dialect));
  std::string lines;
  const auto flush = [&] {
    file->write(lines);
    bytes_ += static_cast<std::int64_t>(lines.size());
    lines.clear();
  };
  while (rows->next()) {
    append_line(*rows, run, facts, lines);
    if (lines.size() >= kFlush) flush();
    if (++rows_ % kRowsBetweenReports == 0) run.progress("writing bad rows", rows_);
  }
  flush();
  file->close();
  return rows_;
}

Json ErrorFiles::publish() {
  staging_->publish();
  return Json::array(
      {{{"path", path_ + "/" + std::string(kFileName)}, {"rows", rows_}, {"bytes", bytes_}}});
}

}  // namespace tamis::quality
