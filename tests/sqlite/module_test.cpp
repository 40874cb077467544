// Loading, unloading, and what a schema that somebody sent may call.
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "tests/sqlite/connection.h"

namespace tamis::sqlite_tests {
namespace {

bool is_mapped(const std::string& file) {
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    if (line.ends_with(file)) return true;
  }
  return false;
}

TEST(Module, LoadsAndUnloads) {
  for (int i = 0; i < 50; ++i) {
    Connection connection(TAMIS_MODULE);
    ASSERT_EQ(connection.run("select tamis_version() is not null"), rows("1"));
    ASSERT_TRUE(is_mapped(TAMIS_MODULE));
    ASSERT_EQ(connection.close(), SQLITE_OK);
  }
  EXPECT_FALSE(is_mapped(TAMIS_MODULE));
}

TEST(Module, LoadsTwiceIntoOneConnection) {
  Connection connection(TAMIS_MODULE);
  EXPECT_EQ(sqlite3_load_extension(connection.db(), TAMIS_MODULE, nullptr, nullptr), SQLITE_OK);
  EXPECT_EQ(connection.run("select tamis_version() is not null"), rows("1"));
}

TEST(Module, LivesBesideAnotherOfItsKind) {
  Connection faults(TAMIS_FAULTS);
  Connection probe(TAMIS_PROBE);
  EXPECT_EQ(sqlite3_load_extension(probe.db(), TAMIS_FAULTS, "sqlite3_tamis_init", nullptr),
            SQLITE_OK);
  EXPECT_EQ(probe.run("select probe_text('a'), tamis_fault_scalar('b')"), rows("a|b"));
  EXPECT_EQ(faults.run("select probe_text('a')"),
            (Outcome{SQLITE_ERROR, "no such function: probe_text"}));
}

class Schema : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    ASSERT_EQ(probe.run("pragma trusted_schema = " + std::string(GetParam())), rows(""));
    ASSERT_EQ(probe.run("create table t(a)"), rows(""));
  }

  Connection probe{TAMIS_PROBE};
};

TEST_P(Schema, MayCallScalarsAndAggregates) {
  ASSERT_EQ(probe.run("create view v as select probe_text('a'), typeof(probe_sketch_of(1))"),
            rows(""));
  EXPECT_EQ(probe.run("select * from v"), rows("a|blob"));
  EXPECT_EQ(probe.run("create index i on t(probe_text(a))"), rows(""));
}

TEST_P(Schema, MayNotCallActions) {
  const Outcome unsafe{SQLITE_ERROR, "unsafe use of probe_execute()"};
  ASSERT_EQ(probe.run("create view v as select probe_execute('delete from t')"), rows(""));
  EXPECT_EQ(probe.run("select * from v"), unsafe);
  ASSERT_EQ(probe.run("create trigger g after insert on t begin "
                      "select probe_execute('delete from t'); end"),
            rows(""));
  EXPECT_EQ(probe.run("insert into t values (1)"), unsafe);
}

TEST_P(Schema, MayNotReadReports) {
  ASSERT_EQ(probe.run("create view v as select * from probe_rows('a')"), rows(""));
  EXPECT_EQ(probe.run("select * from v"),
            (Outcome{SQLITE_ERROR, "unsafe use of virtual table \"probe_rows\""}));
}

INSTANTIATE_TEST_SUITE_P(Trusted, Schema, testing::Values("on", "off"));

}  // namespace
}  // namespace tamis::sqlite_tests
