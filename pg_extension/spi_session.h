// engine::Session over SPI: the caller's transaction, the caller's rights, our settings.
#pragma once

#include "core/engine/session.h"
#include "pg_extension/settings.h"

namespace tamis::pg {

// Lives for one call of one SQL function. finish() ends it when the work has gone well; after an
// error the end of the (sub)transaction cleans up after SPI and the settings.
class SpiSession final : public engine::Session {
 public:
  explicit SpiSession(Oid extension_schema);

  void finish();

  const engine::Dialect& dialect() const noexcept override;
  std::unique_ptr<engine::Rows> query(std::string_view sql,
                                      std::span<const engine::Value> parameters) override;
  std::unique_ptr<engine::Rows> query_few(std::string_view sql,
                                          std::span<const engine::Value> parameters) override;
  void read_rows(std::string_view sql, std::span<const engine::Value> parameters,
                 engine::RowSink& sink) override;
  bool reads_native_times() const noexcept override { return kExecutesInto; }
  bool read_prints(std::string_view sql, std::size_t keys, std::uint64_t seed,
                   engine::PrintSink& sink) override;
  std::int64_t execute(std::string_view sql, std::span<const engine::Value> parameters) override;
  std::int64_t execute_many(std::string_view sql, engine::ParameterRows& rows) override;
  std::unique_ptr<engine::Savepoint> savepoint() override;
  std::optional<engine::Refusal> attempt(const std::function<void()>& reading) override;
  std::optional<engine::Refusal> attempt_work(const std::function<void()>& work) override;
  std::string target_sql(std::string_view argument) override;
  void notice(std::string_view text) override;
  void check_interrupt() override;
  bool statement_is_atomic() const noexcept override { return true; }
  bool read_only() override;
  void require_file_access(bool write) override;
  void require_program_execution() override;
  std::vector<std::pair<std::string, std::string>> server_settings(
      std::string_view server) override;
  std::string user() override;

 protected:
  std::optional<engine::Relation> lookup(std::span<const engine::NamePart> parts) override;
  engine::Relation describe_query(std::string_view query) override;
  void read_as_caller(std::string_view sql) override { queries_.emplace_back(sql); }

 private:
  // Runs `work`; what ended it, unless that must end the statement too.
  std::optional<engine::Refusal> refusal_of(const std::function<void()>& work);
  // The caller's path for a statement that holds one of the caller's queries.
  Settings::Path path_for(std::string_view sql) const noexcept;
  engine::Relation describe_table(Oid table);

  Settings settings_;
  std::vector<std::string> queries_;
};

}  // namespace tamis::pg
