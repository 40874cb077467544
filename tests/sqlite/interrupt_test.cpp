// A cancel works within 100 ms wherever the work is, and leaves nothing half-done.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>

#include "tests/sqlite/connection.h"

namespace tamis::sqlite_tests {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kHeadStart{50};
constexpr milliseconds kMost{100};

const std::string kEndless =
    "with recursive n(i) as (select 1 union all select i + 1 from n) select ";

class Interrupt : public testing::Test {
 protected:
  // Runs the statement, which has no end of its own, and interrupts it from another thread.
  void expect_interrupted(Connection& connection, const std::string& sql) {
    Clock::time_point asked;
    std::thread other([&] {
      std::this_thread::sleep_for(kHeadStart);
      asked = Clock::now();
      sqlite3_interrupt(connection.db());
    });
    const Outcome outcome = connection.run(sql);
    const Clock::time_point ended = Clock::now();
    other.join();
    EXPECT_EQ(outcome, (Outcome{SQLITE_INTERRUPT, "interrupted"})) << sql;
    EXPECT_LT(ended - asked, kMost) << sql;
  }

  void expect_clean(Connection& connection) {
    EXPECT_NE(sqlite3_get_autocommit(connection.db()), 0);
    EXPECT_EQ(sqlite3_next_stmt(connection.db(), nullptr), nullptr);
    EXPECT_EQ(connection.run("select 1"), rows("1"));
  }
};

TEST_F(Interrupt, StopsAQueryOfAnAction) {
  Connection faults(TAMIS_FAULTS);
  expect_interrupted(faults, "select tamis_fault_action('none', 'select count(*) from (" +
                                 kEndless + "i from n)')");
  EXPECT_EQ(faults.run("select tamis_fault_live()"), rows("0"));
  expect_clean(faults);
}

TEST_F(Interrupt, StopsAWriteOfAnAction) {
  Connection faults(TAMIS_FAULTS);
  ASSERT_EQ(faults.run("create table t(a)"), rows(""));
  expect_interrupted(faults,
                     "select tamis_fault_action('none', 'insert into t " + kEndless + "i from n')");
  EXPECT_EQ(faults.run("select tamis_fault_live()"), rows("0"));
  EXPECT_EQ(faults.run("select count(*) from t"), rows("0"));
  expect_clean(faults);
}

TEST_F(Interrupt, StopsTheWorkBetweenStatements) {
  Connection probe(TAMIS_PROBE);
  ASSERT_EQ(probe.run("create table t(a)"), rows(""));
  expect_interrupted(probe, "select probe_endless('insert into t values (1)')");
  EXPECT_EQ(probe.run("select count(*) from t"), rows("0"));
  expect_clean(probe);
}

TEST_F(Interrupt, StopsAReport) {
  Connection probe(TAMIS_PROBE);
  expect_interrupted(probe, "select count(*) from probe_rows('a', 9223372036854775807)");
  expect_clean(probe);
}

TEST_F(Interrupt, StopsAnAggregate) {
  Connection probe(TAMIS_PROBE);
  expect_interrupted(probe, kEndless + "probe_sketch_of(i) from n");
  expect_clean(probe);
}

// SQLite documents that an interrupted write takes its whole transaction with it.
TEST_F(Interrupt, NeverLeavesHalfOfATransaction) {
  Connection probe(TAMIS_PROBE);
  ASSERT_EQ(probe.run("create table t(a)"), rows(""));
  ASSERT_EQ(probe.run("begin"), rows(""));
  ASSERT_EQ(probe.run("insert into t values ('before')"), rows(""));
  expect_interrupted(probe, "select probe_endless('insert into t values (1)')");
  EXPECT_EQ(probe.run("select count(*) from t"), rows("0"));
  expect_clean(probe);
}

}  // namespace
}  // namespace tamis::sqlite_tests
