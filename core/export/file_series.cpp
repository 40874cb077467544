#include "core/export/file_series.h"

#include <algorithm>

#include "core/error/error.h"
#include "core/export/formats.h"
#include "core/export/verify/read_back.h"
#include "core/storage/envelope.h"

namespace tamis::exports {
namespace {

using engine::Value;

constexpr std::int64_t kRowsBetweenReports = 4096;

[[noreturn]] void unreadable(const ManifestFile& file, const std::string& found) {
  throw Error(Code::corrupt_data,
              "file " + in_quotes(file.name) + " reads back otherwise than it was written",
              "Written were " + std::to_string(file.rows) + " rows, " + std::to_string(file.bytes) +
                  " bytes, " + file.checksum + "; found: " + found + ".",
              "Nothing was published. Check the disk.");
}

// Values of masked columns, and of encrypted files, are not for the manifest.
std::vector<bool> hidden_columns(const ExportPlan& plan, const ExportOptions& options) {
  std::vector<bool> hidden;
  for (const Field& field : plan.fields) {
    hidden.push_back(options.place.key || options.privacy.masks.contains(field.name()));
  }
  return hidden;
}

}  // namespace

FileSeries::FileSeries(const Target& target)
    : to_(target),
      writer_(make_writer(target.options, target.plan.fields)),
      collector_(target.plan.fields, hidden_columns(target.plan, target.options)),
      keys_(target.plan.levels) {
  const TypedPolicy& policy = target.options.typed;
  if (policy.numbers == Special::null || policy.dates == Special::null) {
    specials_.emplace(target.plan.fields, policy);
  }
  folder_ = target.plan.levels == 0 ? target.plan.folders.folder({}) : std::string();
}

void FileSeries::row(std::span<const Value> values) {
  const std::size_t fields = to_.plan.fields.size();
  if (!output_ || !is_current(values.subspan(fields))) enter(values.subspan(fields));
  if (is_full()) {
    close();
    open();
  }
  ++rows_;
  std::span<const Value> shaped = to_.shaper.shape(values.first(fields), rows_);
  if (specials_) shaped = specials_->shape(shaped, rows_);
  writer_->row(shaped, rows_);
  collector_.row(shaped);
  ++current_.rows;
  if (rows_ % kRowsBetweenReports == 0) to_.run.progress("writing", rows_);
}

void FileSeries::finish() {
  const bool changes = to_.options.mode.mode == Mode::incremental;
  if (!output_ && rows_ == 0 && to_.plan.levels == 0 && !changes) open();
  close();
  to_.manifest.neutralised = writer_->neutralised();
}

bool FileSeries::is_current(std::span<const Value> keys) const {
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    if (keys[i].is_null() != !keys_[i]) return false;
    if (keys_[i] && *keys_[i] != keys[i].bytes()) return false;
  }
  return true;
}

void FileSeries::enter(std::span<const Value> keys) {
  close();
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    keys_[i] = keys[i].is_null() ? Key() : Key(std::string(keys[i].bytes()));
  }
  folder_ = to_.plan.folders.folder(keys_);
  number_ = 0;
  open();
}

bool FileSeries::is_full() const noexcept {
  const LayoutOptions& layout = to_.options.layout;
  if (layout.max_rows && current_.rows >= *layout.max_rows) return true;
  return layout.max_bytes && current_.rows > 0 &&
         std::max(output_->stored(), writer_->size()) >= *layout.max_bytes;
}

void FileSeries::open() {
  if (to_.manifest.files.size() >= kMostFiles) {
    throw Error(Code::limit_exceeded,
                "an export can't have more than " + std::to_string(kMostFiles) + " files", {},
                "Choose a coarser \"granularity\", or a larger \"max_rows\" or \"max_bytes\".");
  }
  current_ = {};
  current_.name = to_.plan.file_path(folder_, ++number_);
  if (!keys_.empty()) current_.partition = to_.plan.folders.label(keys_);
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    current_.partition_values.push_back({to_.options.layout.partition_by[i].name, keys_[i]});
  }
  // What is stored is known at every row only where nothing is still to be done beside.
  Worker* const worker = to_.options.layout.max_bytes ? nullptr : &worker_;
  output_ = std::make_unique<Output>(create(), compression_around(to_.options), to_.options.level,
                                     worker);
  writer_->begin(*output_);
}

std::unique_ptr<storage::Writer> FileSeries::create() {
  auto file = to_.staging.create(current_.name);
  if (to_.key == nullptr) return file;
  stored_ = {};
  return storage::encrypting_writer(std::make_unique<SummedWriter>(std::move(file), stored_),
                                    *to_.key);
}

void FileSeries::close() {
  if (!output_) return;
  writer_->finish();
  const Output::Totals totals = output_->close();
  output_.reset();
  current_.bytes = totals.bytes;
  current_.compressed_bytes = to_.key == nullptr ? totals.compressed_bytes : stored_.bytes;
  current_.checksum = to_.key == nullptr ? totals.checksum : stored_.checksum;
  current_.columns = collector_.take();
  verify(current_);
  to_.staging.settle(current_.name);
  to_.manifest.files.push_back(std::move(current_));
}

// What the disk gives back must be what was written: the manifest says that it was looked at.
void FileSeries::verify(const ManifestFile& file) {
  const storage::Directory::Opened opened = to_.staging.staged().open(file.name);
  if (!opened.reader) unreadable(file, std::string(storage::describe(opened.fault)));
  const ReadBack found = read_back_stored(to_.staging.staged(), file, to_.manifest, to_.key,
                                          [this] { to_.run.session().check_interrupt(); });
  if (!found.fault.empty()) unreadable(file, found.fault);
  if (!found.schema_fault.empty()) unreadable(file, found.schema_fault);
  if (found.rows != file.rows || found.bytes != file.bytes || found.checksum != file.checksum) {
    unreadable(file, std::to_string(found.rows) + " rows, " + std::to_string(found.bytes) +
                         " bytes, " + found.checksum);
  }
}

}  // namespace tamis::exports
