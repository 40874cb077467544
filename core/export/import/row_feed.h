// The rows of an export's files, one file after the other, as parameters of an INSERT.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "core/engine/session.h"
#include "core/export/format/table_reader.h"
#include "core/export/manifest/manifest.h"
#include "core/storage/storage.h"

namespace tamis::exports {

class RowFeed final : public engine::ParameterRows {
 public:
  // Opens a file of the export, decrypted where it is encrypted. Throws where it can't be read.
  using Open = std::function<std::unique_ptr<storage::Reader>(const ManifestFile&)>;
  using Progress = std::function<void(std::int64_t rows)>;

  RowFeed(const Manifest& manifest, Open open, Progress progress)
      : manifest_(manifest), open_(std::move(open)), progress_(std::move(progress)) {}

  // Throws corrupt_data, naming the file, where a file has not the rows that the manifest says, or
  // a text that no database can hold.
  bool next() override;
  std::span<const engine::Value> row() const override { return reader_->row(); }

  std::int64_t rows() const noexcept { return rows_; }

 private:
  bool open_next();
  void check_texts() const;

  const Manifest& manifest_;
  Open open_;
  Progress progress_;
  std::size_t next_file_ = 0;
  std::unique_ptr<storage::Reader> file_;
  std::unique_ptr<TableReader> reader_;
  std::int64_t rows_in_file_ = 0;
  std::int64_t rows_ = 0;
};

}  // namespace tamis::exports
