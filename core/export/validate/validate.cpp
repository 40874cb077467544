#include "core/export/validate/validate.h"

#include "core/error/error.h"
#include "core/export/validate/key_checks.h"
#include "core/export/validate/source_facts.h"
#include "core/storage/free_space.h"

namespace tamis::exports {
namespace {

// What text compresses to at best: less free space than that is too little for certain.
constexpr std::int64_t kBestCompression = 20;
constexpr double kGigabyte = 1e9;

std::string shown(double number) { return document::Json(document::rounded(number, 4)).dump(); }

// Records what was found, or ends the export where that was not to be.
class Checks {
 public:
  Checks(std::string phase, const ValidationOptions& options, Manifest& manifest)
      : phase_(std::move(phase)), options_(options), manifest_(manifest) {}

  void add(std::string_view name, CheckState state, std::string expected, std::string actual) {
    if (state == CheckState::failed && !options_.record_only) {
      throw Error(Code::gate_failed, "the export fails the check \"" + std::string(name) + "\"",
                  "Expected: " + expected + "; found: " + actual + ".",
                  "Nothing was published. Mend the source, or let failures be recorded with "
                  "\"on_invalid\": \"record\".");
    }
    manifest_.validation.checks.push_back(
        {phase_, std::string(name), state, std::move(expected), std::move(actual)});
  }
  void add(std::string_view name, bool passed, std::string expected, std::string actual) {
    add(name, passed ? CheckState::passed : CheckState::failed, std::move(expected),
        std::move(actual));
  }

 private:
  std::string phase_;
  const ValidationOptions& options_;
  Manifest& manifest_;
};

void check_freshness(const Validated& subject, const ValidationOptions::Freshness& freshness,
                     Checks& checks) {
  const auto age =
      newest_age(subject.session, subject.relation.column(freshness.column), subject.from);
  checks.add("freshness", age && *age <= freshness.most_seconds,
             "at most " + std::to_string(freshness.most_seconds) + " seconds old",
             age ? std::to_string(*age) + " seconds old" : "no date");
}

// Whether the files can fit at all, as far as anybody can tell beforehand.
void check_space(const Validated& subject, const Manifest& manifest, std::int64_t estimate,
                 Checks& checks) {
  const auto free = storage::free_bytes(subject.destination);
  if (!free) return;
  const std::int64_t least =
      manifest.compression == Compression::none ? estimate : estimate / kBestCompression;
  checks.add("free_space", *free >= static_cast<std::uint64_t>(least),
             "at least " + std::to_string(least) + " bytes", std::to_string(*free) + " bytes");
}

void check_cost(const ValidationOptions& options, std::int64_t estimate, Checks& checks) {
  const double cost = static_cast<double>(estimate) / kGigabyte * *options.cost_per_gb;
  if (!options.most_cost) return checks.add("cost", true, "any", shown(cost));
  checks.add("cost", cost <= *options.most_cost, "at most " + shown(*options.most_cost),
             shown(cost));
}

void check_ratio(const ValidationOptions& options, const Manifest& manifest, Checks& checks) {
  const Statistics sums = manifest.statistics();
  std::string expected = "at least " + shown(options.least_ratio.value_or(0));
  if (options.most_ratio) expected += ", at most " + shown(*options.most_ratio);
  if (sums.byte_size == 0) {
    return checks.add("compression_ratio", CheckState::not_checked, std::move(expected),
                      "no bytes");
  }
  const double ratio =
      static_cast<double>(sums.compressed_size) / static_cast<double>(sums.byte_size);
  const bool right = ratio >= options.least_ratio.value_or(0) &&
                     (!options.most_ratio || ratio <= *options.most_ratio);
  checks.add("compression_ratio", right, std::move(expected), shown(ratio));
}

void check_key(const Validated& subject, const ValidationOptions& options, Manifest& manifest,
               Checks& checks) {
  std::vector<engine::Column> columns;
  for (const std::string& name : options.key) columns.push_back(subject.relation.column(name));
  const KeyFaults faults = key_faults(subject.session, columns, subject.from);
  Validation& validation = manifest.validation;
  validation.key = options.key;
  validation.duplicate_rows = faults.duplicates;
  validation.null_rows = faults.nulls;
  validation.duplicate_check = faults.duplicates == 0 ? CheckState::passed : CheckState::failed;
  validation.null_check = faults.nulls == 0 ? CheckState::passed : CheckState::failed;
  checks.add("duplicates", validation.duplicate_check, "0 rows",
             std::to_string(faults.duplicates) + " rows");
  checks.add("nulls", validation.null_check, "0 rows", std::to_string(faults.nulls) + " rows");
}

}  // namespace

void check_before(const Validated& subject, const ValidationOptions& options, Manifest& manifest) {
  Checks checks("before", options, manifest);
  if (options.freshness) check_freshness(subject, *options.freshness, checks);
  const auto estimate = estimated_bytes(subject.session, subject.relation, manifest.fields);
  if (!estimate) {
    const std::string unknown = "not known before it is read";
    checks.add("size", CheckState::not_checked, "any", unknown);
    if (options.cost_per_gb) checks.add("cost", CheckState::not_checked, "any", unknown);
    return;
  }
  checks.add("size", true, "any", "about " + std::to_string(*estimate) + " bytes");
  if (options.free_space) check_space(subject, manifest, *estimate, checks);
  if (options.cost_per_gb) check_cost(options, *estimate, checks);
}

void check_after(const Validated& subject, const ValidationOptions& options, Manifest& manifest) {
  Checks checks("after", options, manifest);
  if (options.least_ratio || options.most_ratio) check_ratio(options, manifest, checks);
  if (!options.key.empty()) check_key(subject, options, manifest, checks);
}

}  // namespace tamis::exports
