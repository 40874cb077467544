#include "core/export/import/row_feed.h"

#include "core/error/error.h"
#include "core/export/format/cell.h"
#include "core/export/formats.h"

namespace tamis::exports {
namespace {

constexpr std::int64_t kRowsBetweenReports = 4096;

}  // namespace

bool RowFeed::next() {
  for (;;) {
    if (!reader_ && !open_next()) return false;
    if (reader_->next()) break;
    const ManifestFile& file = manifest_.files[next_file_ - 1];
    if (rows_in_file_ != file.rows) {
      throw Error(Code::corrupt_data,
                  "file " + in_quotes(file.name) + " has " + std::to_string(rows_in_file_) +
                      " rows, not " + std::to_string(file.rows),
                  {}, "Nothing was imported.");
    }
    reader_.reset();
    file_.reset();
  }
  ++rows_in_file_;
  ++rows_;
  check_texts();
  if (rows_ % kRowsBetweenReports == 0) progress_(rows_);
  return true;
}

bool RowFeed::open_next() {
  if (next_file_ == manifest_.files.size()) return false;
  const ManifestFile& file = manifest_.files[next_file_++];
  rows_in_file_ = 0;
  file_ = open_(file);
  reader_ = make_reader(manifest_, manifest_.fields, *file_);
  return true;
}

void RowFeed::check_texts() const {
  const std::span<const engine::Value> values = reader_->row();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i].kind() != engine::Kind::text) continue;
    if (first_bad_byte(values[i].bytes()) == std::string_view::npos) continue;
    throw Error(Code::corrupt_data,
                "file " + in_quotes(manifest_.files[next_file_ - 1].name) + ", row " +
                    std::to_string(rows_in_file_) + ", column " +
                    in_quotes(manifest_.fields[i].name()) +
                    ": the text has a NUL byte or is not valid UTF-8",
                {}, "Nothing was imported.");
  }
}

}  // namespace tamis::exports
