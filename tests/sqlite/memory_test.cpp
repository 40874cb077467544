// Out of memory at every allocation there is: SQLite's and C++'s, one after the other.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <string>

#include "tests/sqlite/connection.h"

namespace {

// Allocations until one fails; 0: none does. Counts in the thread of the test only.
std::atomic<long> until_failure{0};
// From then on all fail, not just one.
std::atomic<bool> sticky{false};
std::atomic<bool> failed{false};
std::atomic<bool> new_takes_part{true};
std::atomic<long> alive{0};

bool fails_now() noexcept {
  if (until_failure == 0) return false;
  if (until_failure > 1) {
    --until_failure;
    return false;
  }
  failed = true;
  if (!sticky) until_failure = 0;
  return true;
}

}  // namespace

void* operator new(std::size_t size) {
  void* const block = new_takes_part && fails_now() ? nullptr : std::malloc(size == 0 ? 1 : size);
  if (block == nullptr) throw std::bad_alloc();
  ++alive;
  return block;
}
void operator delete(void* block) noexcept {
  if (block != nullptr) --alive;
  std::free(block);
}
void operator delete(void* block, std::size_t) noexcept { operator delete(block); }

namespace tamis::sqlite_tests {
namespace {

sqlite3_mem_methods original;

void* sqlite_malloc(int size) { return fails_now() ? nullptr : original.xMalloc(size); }
void* sqlite_realloc(void* block, int size) {
  return fails_now() ? nullptr : original.xRealloc(block, size);
}

class Memory : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    ASSERT_EQ(sqlite3_shutdown(), SQLITE_OK);
    ASSERT_EQ(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &original), SQLITE_OK);
    sqlite3_mem_methods failing = original;
    failing.xMalloc = sqlite_malloc;
    failing.xRealloc = sqlite_realloc;
    ASSERT_EQ(sqlite3_config(SQLITE_CONFIG_MALLOC, &failing), SQLITE_OK);
    ASSERT_EQ(sqlite3_initialize(), SQLITE_OK);
  }

  // Runs `sql` with the n-th allocation failing, for all n until nothing fails any more. Returns
  // the number of points tried.
  static long try_all(const char* module, const std::string& sql, bool all_after) {
    for (long n = 1;; ++n) {
      Connection connection(module);
      EXPECT_EQ(connection.run("create table t(a)").code, SQLITE_OK);
      sticky = all_after;
      failed = false;
      until_failure = n;
      const int code = run_only(connection.db(), sql);
      until_failure = 0;
      EXPECT_NE(sqlite3_get_autocommit(connection.db()), 0) << sql << " at " << n;
      EXPECT_EQ(connection.run("select count(*) from t").code, SQLITE_OK) << sql << " at " << n;
      EXPECT_EQ(connection.close(), SQLITE_OK) << sql << " at " << n;
      if (!failed) {
        EXPECT_EQ(code, SQLITE_OK) << sql;
        return n;
      }
      // SQLite gets over some failures, of its caches, by itself. Where an undo fails, the whole
      // transaction is undone and who goes on in it is told.
      EXPECT_TRUE(code == SQLITE_OK || code == SQLITE_ABORT_ROLLBACK ||
                  (code & 0xFF) == SQLITE_NOMEM)
          << sql << " at " << n << ": " << code;
    }
  }

  // Arrays and objects of nlohmann::json allocate in their destructor (json_value::destroy), which
  // no caller can survive the failure of. Where a statement makes some, only SQLite's allocator
  // fails.
  enum class Failing { all, sqlite };

  static void expect_clean(const char* module, const std::string& sql,
                           Failing failing = Failing::all) {
    // What is made once and kept, such as the catalog, is made before counting; held open, the
    // module stays mapped.
    Connection first(module);
    first.run(sql);
    new_takes_part = failing == Failing::all;
    const long blocks = alive;
    const sqlite3_int64 bytes = sqlite3_memory_used();
    for (const bool all_after : {false, true}) {
      EXPECT_GT(try_all(module, sql, all_after), 3) << sql;
    }
    EXPECT_EQ(alive, blocks) << sql;
    EXPECT_EQ(sqlite3_memory_used(), bytes) << sql;
  }

 private:
  // Without the test's own strings, which must not take part.
  static int run_only(sqlite3* db, const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    int code = sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr);
    while (code == SQLITE_OK || code == SQLITE_ROW) code = sqlite3_step(statement);
    sqlite3_finalize(statement);
    return code == SQLITE_DONE ? SQLITE_OK : code;
  }
};

TEST_F(Memory, OfScalars) {
  expect_clean(TAMIS_PROBE, "select probe_text('a'), probe_compiled(1, '{\"a\": 1}')");
  expect_clean(TAMIS_PROBE, "select probe_result('large'), probe_variadic(1,2,3,4,5,6,7,8,9,10)");
}

TEST_F(Memory, OfAggregates) {
  expect_clean(TAMIS_PROBE,
               "select probe_sketch_of(v) from (select 1 as g, 'a' as v union all select 1, "
               "'a longer text' union all select 2, 0.5) group by g");
}

TEST_F(Memory, OfReports) { expect_clean(TAMIS_PROBE, "select * from probe_rows('a', 3)"); }

TEST_F(Memory, OfActions) {
  expect_clean(TAMIS_PROBE, "select probe_columns('t')");
  expect_clean(TAMIS_PROBE, "select probe_columns('(select a as b from t)')");
  expect_clean(TAMIS_PROBE, "select probe_execute('insert into t values (1)')");
  expect_clean(TAMIS_PROBE, "select probe_nested('insert into t values (1)')");
}

TEST_F(Memory, OfActionsThatMakeDocuments) {
  expect_clean(TAMIS_PROBE, "select probe_relation('t')", Failing::sqlite);
  expect_clean(TAMIS_FAULTS, "select tamis_fault_action('none', 'create table made as select 1')",
               Failing::sqlite);
  expect_clean(TAMIS_MODULE, "select tamis_init()", Failing::sqlite);
}

TEST_F(Memory, OfTheShippedScalarsAndAggregates) {
  expect_clean(TAMIS_MODULE,
               "select tamis_type('1,234'), tamis_clean('  a '), tamis_snake_case('AccountType'), "
               "tamis_cast('1', 'integer'), tamis_normalize_date('2024-01-31'), "
               "tamis_row_hash(1, 'a', null)");
  expect_clean(TAMIS_MODULE,
               "select tamis_merge_sketch(s) from (select tamis_sketch(v) as s from "
               "(select 1 as g, 'a' as v union all select 1, '2024-01-31' union all select 2, 7 "
               "union all select 2, null) group by g)");
}

TEST_F(Memory, OfTheShippedReports) {
  expect_clean(TAMIS_MODULE, "select * from tamis_profile('t')", Failing::sqlite);
}

}  // namespace
}  // namespace tamis::sqlite_tests
