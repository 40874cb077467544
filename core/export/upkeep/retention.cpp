#include "core/export/upkeep/retention.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/document/options.h"
#include "core/error/error.h"
#include "core/export/manifest/manifest.h"
#include "core/export/upkeep/duration.h"
#include "core/export/upkeep/remove_export.h"
#include "core/export/upkeep/retention_rules.h"
#include "core/quality/contract/registry.h"
#include "core/runs/runs.h"
#include "core/storage/http/retry.h"

namespace tamis::exports {
namespace {

using document::Json;
using engine::Value;
using Clock = std::chrono::system_clock;

struct ExpireOptions {
  Json rules = Json::object();
  bool contracts = true;
  std::optional<std::string> source;
  std::chrono::seconds letters{};
  bool dry_run = true;
};

ExpireOptions read_options(std::string_view text) {
  document::Options options = document::Options::from_text(text, "tamis_expire_exports");
  ExpireOptions out;
  if (const Json rules = options.raw("rules"); !rules.is_null()) out.rules = rules;
  out.contracts = options.boolean("contracts", true);
  out.source = options.string("source");
  out.letters = read_span(options.string("dead_letters", "90 days"), "dead_letters");
  out.dry_run = options.boolean("dry_run", true);
  options.finish();
  return out;
}

// A published export, as this database remembers it.
struct Candidate {
  std::string export_id;
  std::string source;
  std::string destination;
  std::string status;
  std::string created_at;
  std::int64_t byte_size = 0;
  std::string contract;
};

std::vector<Candidate> candidates(engine::Session& session, const ExpireOptions& options) {
  const engine::Dialect& dialect = session.dialect();
  std::string sql = "SELECT export_id, source, destination, status, created_at, byte_size, " +
                    dialect.as_text("manifest", engine::ColumnType::json) +
                    " FROM tamis_export WHERE status <> 'expired'";
  std::vector<Value> parameters;
  if (options.source) {
    sql += " AND source = " + dialect.parameter(1);
    parameters.push_back(Value::text(*options.source));
  }
  const auto rows = session.query(sql + " ORDER BY created_at, export_id", parameters);
  std::vector<Candidate> out;
  while (rows->next()) {
    Candidate& found = out.emplace_back();
    found.export_id = rows->at(0).bytes();
    found.source = rows->at(1).bytes();
    found.destination = rows->at(2).bytes();
    found.status = rows->at(3).bytes();
    found.created_at = rows->at(4).bytes();
    found.byte_size = rows->at(5).as_integer();
    const Json manifest = Json::parse(rows->at(6).bytes(), nullptr, false);
    const Json::json_pointer name("/contract/name");
    if (manifest.contains(name) && manifest[name].is_string()) found.contract = manifest[name];
  }
  return out;
}

// What its contract promises, in the words of slaProperties: {"property": "retention", "value": 90,
// "unit": "d"}.
std::optional<std::chrono::seconds> promised(engine::Session& session, const Candidate& candidate) {
  if (candidate.contract.empty()) return std::nullopt;
  const quality::Contract contract =
      quality::resolve_contract(session, candidate.contract, candidate.source);
  for (const quality::ServiceLevel& level : contract.service_levels) {
    if (level.property != "retention") continue;
    const std::string value =
        level.value.is_string() ? level.value.get<std::string>() : level.value.dump();
    if (level.unit == "y" || level.unit == "years") {
      return read_span(value + " days", "retention") * 365;
    }
    return read_span(value + " " + level.unit, "retention");
  }
  return std::nullopt;
}

class Expiry {
 public:
  Expiry(runs::Run& run, const ExpireOptions& options)
      : run_(run), session_(run.session()), options_(options), rules_(options.rules) {}

  Json perform();

 private:
  struct Verdict {
    bool expired = false;
    std::string reason;
  };
  Verdict judge(const Candidate& candidate);
  void remove(const Candidate& candidate, Json& entry);
  std::int64_t expire_letters();

  runs::Run& run_;
  engine::Session& session_;
  const ExpireOptions& options_;
  RetentionRules rules_;
  std::map<std::string, std::string, std::less<>> last_;  // of each source
};

Expiry::Verdict Expiry::judge(const Candidate& candidate) {
  std::optional<std::chrono::seconds> keep;
  std::string why;
  if (const RetentionRule* rule = rules_.find(candidate.destination)) {
    keep = rule->keep;
    why = "rule " + in_quotes(rule->place);
  } else if (options_.contracts) {
    keep = promised(session_, candidate);
    why = "contract " + in_quotes(candidate.contract);
  }
  if (!keep) return {false, "no rule"};
  if (candidate.created_at >= storage::rfc3339(Clock::now() - *keep)) return {false, why};
  if (candidate.status != "published") return {false, candidate.status};
  if (last_[candidate.source] == candidate.export_id) return {false, "last of its source"};
  return {true, why};
}

void Expiry::remove(const Candidate& candidate, Json& entry) {
  const engine::Dialect& dialect = session_.dialect();
  const std::array<Value, 1> id = {Value::text(candidate.export_id)};
  session_.execute(
      "UPDATE tamis_export SET status = 'expired' WHERE export_id = " + dialect.parameter(1), id);
  entry["removed"] = name_of(remove_export(session_, candidate.destination, candidate.export_id));
}

std::int64_t Expiry::expire_letters() {
  const std::string before = storage::rfc3339(Clock::now() - options_.letters);
  const std::array<Value, 1> parameters = {Value::text(before)};
  const std::string condition =
      " FROM tamis_dead_letter WHERE status <> 'waiting' AND "
      "last_failed_at < " +
      session_.dialect().parameter(1);
  if (options_.dry_run) {
    return engine::query_integer(session_, "SELECT count(*)" + condition, parameters).value_or(0);
  }
  return session_.execute("DELETE" + condition, parameters);
}

Json Expiry::perform() {
  const std::vector<Candidate> all = candidates(session_, options_);
  for (const Candidate& candidate : all) last_[candidate.source] = candidate.export_id;
  Json expired = Json::array();
  std::map<std::string, std::int64_t> kept;
  std::int64_t bytes = 0;
  for (const Candidate& candidate : all) {
    session_.check_interrupt();
    const Verdict verdict = judge(candidate);
    if (!verdict.expired) {
      ++kept[verdict.reason];
      continue;
    }
    Json entry = {{"export_id", candidate.export_id},
                  {"source", candidate.source},
                  {"destination", candidate.destination},
                  {"created_at", candidate.created_at},
                  {"because", verdict.reason}};
    if (!options_.dry_run) remove(candidate, entry);
    bytes += candidate.byte_size;
    expired.push_back(std::move(entry));
  }
  Json reasons = Json::object();
  for (const auto& [reason, count] : kept) reasons[reason] = count;
  return {{"expired", std::move(expired)},
          {"kept", std::move(reasons)},
          {"byte_size", bytes},
          {"dead_letters", expire_letters()}};
}

}  // namespace

Json expire_exports(engine::Session& session, std::string_view options) {
  const ExpireOptions parsed = read_options(options);
  session.require_file_access(true);
  return runs::run_action(session, {"tamis_expire_exports", parsed.dry_run},
                          [&](runs::Run& run) { return Expiry(run, parsed).perform(); });
}

}  // namespace tamis::exports
