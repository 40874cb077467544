#include "core/export/export.h"

#include <chrono>

#include "core/error/error.h"
#include "core/export/formats.h"
#include "core/export/manifest/companions.h"
#include "core/export/manifest/earlier.h"
#include "core/export/manifest/failure.h"
#include "core/export/manifest/manifest.h"
#include "core/export/output/output.h"
#include "core/export/plan/export_options.h"
#include "core/export/plan/export_plan.h"
#include "core/export/validate/validate.h"
#include "core/export/verify/read_back.h"
#include "core/runs/runs.h"

namespace tamis::exports {
namespace {

using document::Json;
using engine::Value;

constexpr std::int64_t kRowsBetweenReports = 4096;

std::optional<std::string_view> text_of(const Value& key) {
  return key.is_null() ? std::nullopt : std::optional(key.bytes());
}

// Splits a stream of rows into files, each closed and read back before the next is opened.
class FileSeries final : public engine::RowSink {
 public:
  FileSeries(runs::Run& run, const ExportPlan& plan, const ExportOptions& options,
             storage::Staging& staging, Manifest& manifest)
      : run_(run),
        plan_(plan),
        options_(options),
        staging_(staging),
        manifest_(manifest),
        writer_(make_writer(options, plan.fields)) {}

  // Into the file of the row's partition, whose key follows the fields.
  void row(std::span<const Value> values) override {
    if (options_.partition_by) {
      enter(text_of(values[plan_.fields.size()]));
    } else if (!output_) {
      open();
    }
    if (options_.max_rows && current_.rows == *options_.max_rows) {
      close();
      open();
    }
    writer_->row(values.first(plan_.fields.size()), ++rows_);
    ++current_.rows;
    if (rows_ % kRowsBetweenReports == 0) run_.progress("writing", rows_);
  }

  // An empty source still gives one file, where no partition says which.
  void finish() {
    if (!output_ && rows_ == 0 && !options_.partition_by) open();
    close();
    manifest_.neutralised = writer_->neutralised();
  }

  std::int64_t rows() const noexcept { return rows_; }

 private:
  void enter(std::optional<std::string_view> key) {
    if (output_ && key == current_key()) return;
    close();
    folder_ = partition_folder(key, options_);
    key_ = key ? std::optional<std::string>(*key) : std::nullopt;
    number_ = 0;
    open();
  }

  std::optional<std::string_view> current_key() const {
    return key_ ? std::optional<std::string_view>(*key_) : std::nullopt;
  }

  void open() {
    if (manifest_.files.size() >= kMostFiles) {
      throw Error(Code::limit_exceeded,
                  "an export can't have more than " + std::to_string(kMostFiles) + " files", {},
                  "Choose a coarser \"granularity\" or a larger \"max_rows\".");
    }
    current_ = {};
    current_.name = file_name(plan_, options_, folder_, ++number_);
    if (options_.partition_by) current_.partition = key_.value_or(std::string(kNullPartition));
    output_ = std::make_unique<Output>(staging_.create(current_.name), compression_around(options_),
                                       options_.level);
    writer_->begin(*output_);
  }

  void close() {
    if (!output_) return;
    writer_->finish();
    const Output::Totals totals = output_->close();
    output_.reset();
    current_.bytes = totals.bytes;
    current_.compressed_bytes = totals.compressed_bytes;
    current_.checksum = totals.checksum;
    verify(current_);
    staging_.settle(current_.name);
    manifest_.files.push_back(std::move(current_));
  }

  // What the disk gives back must be what was written: the manifest says that it was looked at.
  void verify(const ManifestFile& file) {
    const storage::Directory::Opened opened = staging_.staged().open(file.name);
    if (!opened.reader) unreadable(file, std::string(storage::describe(opened.fault)));
    const ReadBack found = read_back(*opened.reader, manifest_, file.bytes, true,
                                     [this] { run_.session().check_interrupt(); });
    if (!found.fault.empty()) unreadable(file, found.fault);
    if (!found.schema_fault.empty()) unreadable(file, found.schema_fault);
    if (found.rows != file.rows || found.bytes != file.bytes || found.checksum != file.checksum) {
      unreadable(file, std::to_string(found.rows) + " rows, " + std::to_string(found.bytes) +
                           " bytes, " + found.checksum);
    }
  }

  [[noreturn]] static void unreadable(const ManifestFile& file, const std::string& found) {
    throw Error(Code::corrupt_data,
                "file " + in_quotes(file.name) + " reads back otherwise than it was written",
                "Written were " + std::to_string(file.rows) + " rows, " +
                    std::to_string(file.bytes) + " bytes, " + file.checksum + "; found: " + found +
                    ".",
                "Nothing was published. Check the disk.");
  }

  runs::Run& run_;
  const ExportPlan& plan_;
  const ExportOptions& options_;
  storage::Staging& staging_;
  Manifest& manifest_;
  std::unique_ptr<TableWriter> writer_;
  Worker worker_;
  std::unique_ptr<Output> output_;
  ManifestFile current_;
  std::optional<std::string> key_;
  std::string folder_;
  std::int64_t number_ = 0;
  std::int64_t rows_ = 0;
};

std::string insert_into(const engine::Dialect& dialect, std::string_view table,
                        std::string_view columns, std::size_t count, std::size_t json_parameter) {
  std::string sql =
      "INSERT INTO " + std::string(table) + " (" + std::string(columns) + ") VALUES (";
  for (std::size_t n = 1; n <= count; ++n) {
    if (n > 1) sql += ", ";
    const std::string parameter = dialect.parameter(n);
    sql += n == json_parameter ? dialect.from_canonical_text(parameter, engine::ColumnType::json)
                               : parameter;
  }
  return sql + ")";
}

void record(runs::Run& run, const Manifest& manifest, const Json& document) {
  engine::Session& session = run.session();
  const Statistics sums = manifest.statistics();
  const std::string text = document::canonical(document);
  const Value values[] = {Value::text(manifest.export_id),
                          Value::text(run.id()),
                          Value::text(run.source()),
                          Value::text(manifest.uri),
                          Value::text(name_of(manifest.format)),
                          Value::text(name_of(manifest.compression)),
                          Value::integer(sums.row_count),
                          Value::integer(sums.byte_size),
                          Value::text("published"),
                          Value::text(text),
                          Value::text(manifest.export_timestamp)};
  session.execute(
      insert_into(session.dialect(), "tamis_export",
                  "export_id, run_id, source, destination, format, compression, row_count, "
                  "byte_size, status, manifest, created_at",
                  std::size(values), 10),
      values);
  const std::string sql =
      insert_into(session.dialect(), "tamis_export_file",
                  "export_id, file_name, partition_value, row_count, byte_size, checksum", 6, 0);
  for (const ManifestFile& file : manifest.files) {
    const Value row[] = {Value::text(manifest.export_id),
                         Value::text(file.name),
                         file.partition ? Value::text(*file.partition) : Value(),
                         Value::integer(file.rows),
                         Value::integer(file.bytes),
                         Value::text(file.checksum)};
    session.execute(sql, row);
  }
}

Json plan_only(runs::Run& run, const ExportPlan& plan, const ExportOptions& options,
               Manifest& manifest) {
  const auto rows = run.session().query(plan.count);
  while (rows->next()) {
    const std::optional<std::string_view> key = text_of(rows->at(0));
    const std::string folder = partition_folder(key, options);
    std::int64_t left = rows->at(1).as_integer();
    std::int64_t number = 0;
    do {
      ManifestFile file;
      file.name = file_name(plan, options, folder, ++number);
      if (options.partition_by) file.partition = key.value_or(kNullPartition);
      file.rows = options.max_rows ? std::min(left, *options.max_rows) : left;
      left -= file.rows;
      manifest.files.push_back(std::move(file));
      if (manifest.files.size() > kMostFiles) {
        throw Error(Code::limit_exceeded,
                    "an export can't have more than " + std::to_string(kMostFiles) + " files");
      }
    } while (left > 0);
  }
  return plan_to_json(manifest);
}

struct Task {
  std::string_view source;
  std::string_view destination;
  const ExportOptions& options;
};

Json perform(runs::Run& run, const Task& task) {
  const auto started = std::chrono::steady_clock::now();
  engine::Session& session = run.session();
  const auto destination = storage::destination(
      task.destination,
      {.replace_fault = replace_fault, .poll = [&session] { session.check_interrupt(); }});
  run.about(std::string(task.source), destination->uri());
  ExportPlan plan = plan_export(session.dialect(), session.relation(task.source), task.options);
  for (Field& field : plan.fields) field.counted = session.reads_native_times();
  Manifest manifest = describe(plan, task.options, session.dialect(), destination->uri());
  const Validated subject{session, plan.relation, plan.relation.sql, task.destination};
  check_before(subject, task.options.validation, manifest);
  if (task.options.dry_run) {
    destination->check(task.options.if_exists);
    return plan_only(run, plan, task.options, manifest);
  }
  manifest.export_id = runs::new_id();
  manifest.export_timestamp = runs::now_utc();
  manifest.run_id = run.id();
  if (manifest.started_by.empty()) manifest.started_by = session.user();
  const auto staging = destination->stage(manifest.export_id, task.options.if_exists);
  FileSeries files(run, plan, task.options, *staging, manifest);
  session.read_rows(plan.select, {}, files);
  files.finish();
  run.count_rows(files.rows(), files.rows());
  manifest.validation.row_count_verified = manifest.validation.checksum_verified = true;
  check_after(subject, task.options.validation, manifest);
  manifest.duration_ms = std::chrono::duration_cast<std::chrono::milliseconds>(
                             std::chrono::steady_clock::now() - started)
                             .count();
  Json document = to_json(manifest);
  write_companions(*staging, manifest, document);
  // Recorded before the files appear: a row that can't be written must leave no files.
  record(run, manifest, document);
  if (const auto leftover = staging->publish()) {
    session.notice("the export that was replaced could not be removed: " + *leftover);
  }
  return document;
}

// The error that ends the export is the one to report, whatever becomes of its marker.
void mark_failure(std::string_view destination, const ExportOptions& options,
                  const std::string& error) {
  if (!options.companions.failure_marker || options.dry_run) return;
  try {
    write_failure(destination, options.companions.markers, error, {});
  } catch (const Error&) {
    return;
  }
}

}  // namespace

Json export_relation(engine::Session& session, std::string_view source,
                     std::string_view destination, std::string_view options) {
  session.require_file_access(true);
  const ExportOptions parsed = parse_export_options(options);
  try {
    return runs::run_action(session, {"tamis_export", parsed.dry_run}, [&](runs::Run& run) {
      return perform(run, {source, destination, parsed});
    });
  } catch (const Error& e) {
    mark_failure(destination, parsed, e.message());
    throw;
  } catch (...) {
    // What an engine throws is its own, and passes through.
    mark_failure(destination, parsed, "the engine ended the export");
    throw;
  }
}

}  // namespace tamis::exports
