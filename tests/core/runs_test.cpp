// Runs against a session that records what it is asked: what is undone, what is kept, in what
// order.
#include "core/runs/runs.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/error/error.h"

namespace tamis::runs {
namespace {

class RecordingSession final : public engine::Session {
 public:
  explicit RecordingSession(bool atomic) : atomic_(atomic) {}

  const engine::Dialect& dialect() const noexcept override {
    return atomic_ ? engine::postgresql_dialect(150000) : engine::sqlite_dialect();
  }
  std::unique_ptr<engine::Rows> query(std::string_view, std::span<const engine::Value>) override {
    throw Error(Code::internal_error, "no query is expected");
  }
  std::int64_t execute(std::string_view sql, std::span<const engine::Value> parameters) override {
    if (fail_on_insert && sql.starts_with("INSERT")) throw Error(Code::io_error, "disk is full");
    std::string entry(sql.substr(0, sql.find(' ')));
    if (sql.starts_with("INSERT")) entry += " " + std::string(parameters[2].bytes());
    log.push_back(entry);
    return 1;
  }
  std::unique_ptr<engine::Savepoint> savepoint() override {
    log.emplace_back("savepoint");
    return std::make_unique<RecordingSavepoint>(log);
  }
  std::string target_sql(std::string_view argument) override { return std::string(argument); }
  void notice(std::string_view text) override { notices.emplace_back(text); }
  void check_interrupt() override {}
  bool statement_is_atomic() const noexcept override { return atomic_; }
  bool read_only() override { return is_read_only; }
  void require_file_access(bool) override {}
  std::string user() override { return "ada"; }

  std::vector<std::string> log;
  std::vector<std::string> notices;
  bool is_read_only = false;
  bool fail_on_insert = false;
  std::string missing_column;

 protected:
  // Every state table is there already, whole unless the test takes a column away.
  std::optional<engine::Relation> lookup(std::span<const engine::NamePart> parts) override {
    engine::Relation out;
    out.sql = parts.back().text;
    for (const StateTable& table : state_tables()) {
      if (table.name != parts.back().text) continue;
      for (const StateColumn& column : table.columns) {
        if (column.name == missing_column) continue;
        out.columns.emplace_back().name = column.name;
      }
    }
    return out;
  }
  engine::Relation describe_query(std::string_view) override { return {}; }

 private:
  class RecordingSavepoint final : public engine::Savepoint {
   public:
    explicit RecordingSavepoint(std::vector<std::string>& log) : log_(log) {}
    ~RecordingSavepoint() override {
      if (!released_) log_.emplace_back("rollback");
    }
    void release() override {
      released_ = true;
      log_.emplace_back("release");
    }

   private:
    std::vector<std::string>& log_;
    bool released_ = false;
  };

  bool atomic_;
};

using Log = std::vector<std::string>;

// 9 stands for any digit, x for any lower-case hexadecimal digit, ? for anything.
bool looks_like(std::string_view text, std::string_view shape) {
  return std::equal(text.begin(), text.end(), shape.begin(), shape.end(), [](char c, char s) {
    const bool digit = c >= '0' && c <= '9';
    if (s == '9') return digit;
    if (s == 'x') return digit || (c >= 'a' && c <= 'f');
    return s == '?' || c == s;
  });
}

TEST(Runs, SuccessIsRecordedInsideTheSavepoint) {
  RecordingSession session(false);
  const auto result = run_action(session, {"tamis_x"}, [](runs::Run& run) {
    run.session().execute("WORK 1");
    return document::Json{{"version", 1}};
  });
  EXPECT_EQ(session.log, (Log{"savepoint", "WORK", "INSERT succeeded", "release"}));
  EXPECT_EQ(result["run_id"].get<std::string>().size(), 32U);
}

TEST(Runs, FailureIsUndoneThenRecordedThenRethrown) {
  RecordingSession session(false);
  const auto fail = [](runs::Run& run) -> document::Json {
    run.session().execute("WORK 1");
    throw Error(Code::duplicate_key, "two of them");
  };
  try {
    run_action(session, {"tamis_x"}, fail);
    FAIL() << "the failure was swallowed";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), Code::duplicate_key);
  }
  EXPECT_EQ(session.log, (Log{"savepoint", "WORK", "rollback", "INSERT failed"}));
}

TEST(Runs, FirstFailureSurvivesAFailingRunLog) {
  RecordingSession session(false);
  session.fail_on_insert = true;
  try {
    run_action(session, {"tamis_x"}, [](runs::Run&) -> document::Json {
      throw Error(Code::duplicate_key, "two of them");
    });
    FAIL() << "the failure was swallowed";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), Code::duplicate_key);
  }
  ASSERT_EQ(session.notices.size(), 1U);
  EXPECT_EQ(session.notices[0], "the failed run could not be recorded: disk is full");
}

TEST(Runs, AnAtomicEngineNeedsNoSavepoint) {
  RecordingSession session(true);
  run_action(session, {"tamis_x"}, [](runs::Run&) { return document::Json::object(); });
  EXPECT_EQ(session.log, Log{"INSERT succeeded"});
}

TEST(Runs, DryRunWritesNothingEvenOnAReadOnlyDatabase) {
  RecordingSession session(false);
  session.is_read_only = true;
  const auto result =
      run_action(session, {"tamis_x", true}, [](runs::Run&) { return document::Json::object(); });
  EXPECT_TRUE(session.log.empty());
  EXPECT_EQ(document::canonical(result), R"({"dry_run": true})");
}

TEST(Runs, ReadOnlyIsRefusedBeforeAnyWork) {
  RecordingSession session(false);
  session.is_read_only = true;
  bool worked = false;
  try {
    run_action(session, {"tamis_x"}, [&](runs::Run&) {
      worked = true;
      return document::Json::object();
    });
    FAIL() << "a read-only database was written";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), Code::read_only);
  }
  EXPECT_FALSE(worked);
}

TEST(Runs, ColumnsThatAnEarlierVersionLackedAreAdded) {
  RecordingSession session(false);
  session.missing_column = "row_values";
  run_action(session, {"tamis_x"}, [](runs::Run&) { return document::Json::object(); });
  EXPECT_EQ(session.log, (Log{"savepoint", "ALTER", "INSERT succeeded", "release"}));
}

TEST(Runs, IdsAreUuidsInTimeOrder) {
  const std::string first = new_id();
  EXPECT_TRUE(looks_like(first, "xxxxxxxxxxxx7xxx?xxxxxxxxxxxxxxx")) << first;
  EXPECT_NE(std::string_view("89ab").find(first[16]), std::string_view::npos) << first;
  EXPECT_LE(first.substr(0, 12), new_id().substr(0, 12));
  EXPECT_NE(first, new_id());
}

TEST(Runs, NowIsRfc3339WithMicroseconds) {
  EXPECT_TRUE(looks_like(now_utc(), "9999-99-99T99:99:99.999999Z")) << now_utc();
}

TEST(State, EveryTableIsNamedAndDocumented) {
  for (const StateTable& table : state_tables()) {
    EXPECT_TRUE(table.name.starts_with("tamis_"));
    EXPECT_FALSE(table.doc.empty());
    EXPECT_FALSE(table.doc.ends_with('.'));
    const std::string sql = create_statement(table, engine::sqlite_dialect(), true);
    EXPECT_TRUE(sql.starts_with("CREATE TABLE IF NOT EXISTS tamis_")) << sql;
    EXPECT_TRUE(create_statement(table, engine::postgresql_dialect(150000), false)
                    .starts_with("CREATE TABLE tamis_"));
  }
}

}  // namespace
}  // namespace tamis::runs
