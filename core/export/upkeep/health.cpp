#include "core/export/upkeep/health.h"

#include <chrono>

#include "core/document/options.h"
#include "core/export/upkeep/duration.h"
#include "core/runs/runs.h"
#include "core/storage/http/retry.h"

namespace tamis::exports {
namespace {

using engine::Dialect;
using engine::Value;

struct HealthOptions {
  std::chrono::seconds window{};          // what durations, sizes and costs are looked at
  std::chrono::seconds failure_window{};  // what the failure rate is of
  double duration = 0;                    // seconds
  double byte_size = 0;
  double failure_rate = 0;  // 0 to 1
  double age = 0;           // hours
  double cost = 0;
  std::optional<double> cost_per_gb;
};

constexpr double kMost = 1e15;

HealthOptions read_options(std::string_view text) {
  document::Options options = document::Options::from_text(text, "tamis_export_health");
  HealthOptions out;
  out.window = read_span(options.string("window", "7 days"), "window");
  out.failure_window = read_span(options.string("failure_window", "1 hour"), "failure_window");
  out.duration = static_cast<double>(
      read_span(options.string("max_duration", "30 minutes"), "max_duration").count());
  out.age =
      static_cast<double>(read_span(options.string("max_age", "24 hours"), "max_age").count()) /
      3600;
  out.byte_size = options.number("max_bytes", 10e9, 0, kMost);
  out.failure_rate = options.number("max_failure_rate", 0.05, 0, 1);
  out.cost = options.number("max_cost", 10, 0, kMost);
  if (options.has("cost_per_gb")) out.cost_per_gb = options.number("cost_per_gb", 0, 0, kMost);
  options.finish();
  return out;
}

// Seconds between two texts of RFC 3339.
std::string seconds_between(const Dialect& dialect, std::string_view from, std::string_view to) {
  if (dialect.engine() == Dialect::Engine::sqlite) {
    return "(julianday(" + std::string(to) + ") - julianday(" + std::string(from) + ")) * 86400.0";
  }
  return "extract(epoch FROM " + std::string(to) + "::timestamptz - " + std::string(from) +
         "::timestamptz)::double precision";
}

std::string since(std::chrono::seconds window) {
  return storage::rfc3339(std::chrono::system_clock::now() - window);
}

class Health {
 public:
  Health(engine::Session& session, const HealthOptions& options)
      : session_(session), options_(options) {}

  // `sql` gives a source and a number, NULL for none.
  void add(std::string_view measure, const std::string& sql, double threshold,
           std::optional<std::chrono::seconds> window, double factor = 1) {
    std::string from;
    std::vector<Value> parameters;
    if (window) {
      from = since(*window);
      parameters.push_back(Value::text(from));
    }
    const auto rows = session_.query(sql, parameters);
    while (rows->next()) {
      if (rows->at(1).is_null()) continue;
      const Value number = rows->at(1);
      const double value = factor * (number.kind() == engine::Kind::integer
                                         ? static_cast<double>(number.as_integer())
                                         : number.as_real());
      rows_.push_back({std::string(measure), std::string(rows->at(0).bytes()),
                       document::rounded(value, 3), threshold, value <= threshold});
    }
  }

  std::vector<HealthRow> all();

 private:
  engine::Session& session_;
  const HealthOptions& options_;
  std::vector<HealthRow> rows_;
};

std::vector<HealthRow> Health::all() {
  const Dialect& dialect = session_.dialect();
  const std::string source = "coalesce(source, '')";
  const std::string order = " GROUP BY 1 ORDER BY 1";
  const std::string first = dialect.parameter(1);
  add("duration_seconds",
      "SELECT " + source + ", max(" + seconds_between(dialect, "started_at", "finished_at") +
          ") FROM tamis_run WHERE action = 'tamis_export' AND started_at >= " + first + order,
      options_.duration, options_.window);
  const std::string sizes = "SELECT " + source +
                            ", max(byte_size) FROM tamis_export WHERE created_at >= " + first +
                            order;
  add("byte_size", sizes, options_.byte_size, options_.window);
  add("failure_rate",
      "SELECT " + source + ", sum(CASE WHEN status = 'succeeded' THEN 0.0 ELSE 1.0 END)" +
          (dialect.engine() == Dialect::Engine::sqlite ? "" : "::double precision") +
          " / count(*) FROM tamis_run WHERE action = 'tamis_export' AND started_at >= " + first +
          order,
      options_.failure_rate, options_.failure_window);
  add("age_hours",
      "SELECT " + source + ", " +
          seconds_between(dialect, "max(created_at)", dialect.quote_literal(runs::now_utc())) +
          " FROM tamis_export" + order,
      options_.age, std::nullopt, 1.0 / 3600);
  if (options_.cost_per_gb) {
    add("cost", sizes, options_.cost, options_.window, *options_.cost_per_gb / 1e9);
  }
  return std::move(rows_);
}

}  // namespace

std::vector<HealthRow> export_health(engine::Session& session, std::string_view options) {
  const HealthOptions parsed = read_options(options);
  // A SQLite database that was never exported from has no state yet.
  if (session.dialect().engine() == Dialect::Engine::sqlite &&
      !session.find_table("main.tamis_export")) {
    return {};
  }
  return Health(session, parsed).all();
}

}  // namespace tamis::exports
