// The declaration of a SQL function: made once, used by both hosts.
//
// A Function says its name, arguments, result, volatility, cost and privilege, and points to the
// one callable that does the work. From the list of them (catalog()) come PostgreSQL's install
// script and C symbols, SQLite's registration, and the check of docs/functions.md. To add a
// function, add an entry to one of the tables in core/catalog/*_functions.cpp; see CONTRIBUTING.md.
//
// Five forms, by what the callable may do:
//   Scalar        values in, value out; no engine, no clock, no files. Immutable, parallel safe.
//   Aggregate     feeds a sketch, the state of all aggregates over one value; merges by
//   construction. RowAggregate  feeds a tally of rules with whole rows; merges as well. Action runs
//   SQL or touches files; returns one JSON document. Report        runs SQL that only reads;
//   returns rows.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/document/json.h"
#include "core/engine/session.h"
#include "core/engine/value.h"
#include "core/sketch/row_ref.h"

namespace tamis::sketch {
class ColumnSketch;
class Intake;
}  // namespace tamis::sketch

namespace tamis::catalog {

using engine::Value;
using Arguments = std::span<const Value>;  // one per parameter; absent optional ones are NULL

enum class Type : std::uint8_t {
  text,
  bigint,
  number,  // numeric in PostgreSQL, REAL in SQLite; comes in as real
  boolean,
  json,       // jsonb in PostgreSQL; comes in and goes out as text
  date,       // a result only; goes out as an integer, a stamp (core/dates/normalize.h)
  timestamp,  // a result only, without zone; goes out as an integer, a stamp
  sketch,     // tamis_sketch in PostgreSQL, BLOB in SQLite; comes in and goes out as a blob
  value,      // any type: aggregates get one overload per concrete type, variadics VARIADIC "any"
};

struct Parameter {
  std::string_view name;
  Type type;
  enum class Arity : std::uint8_t { required, optional, variadic } arity = Arity::required;
};

struct ResultColumn {
  std::string_view name;
  Type type;
};

// What one place in a query keeps between calls: the compiled form of a constant argument.
// PostgreSQL holds it in fn_extra, SQLite in auxdata.
class CallSite {
 public:
  // The object compiled from `source`, made by `compile` the first time or when `source` changes.
  template <typename T>
  const T& compiled(std::string_view source, T (*compile)(std::string_view)) {
    if (!object_ || source != source_) {
      object_ = std::make_shared<const T>(compile(source));
      source_ = source;
    }
    return *static_cast<const T*>(object_.get());
  }

 private:
  std::string source_;
  std::shared_ptr<const void> object_;
};

// One call of a scalar: where its result may live.
class CallContext {
 public:
  CallContext(CallSite& site, std::pmr::memory_resource* memory) : site_(site), large_(memory) {}

  CallSite& site() noexcept { return site_; }
  // At least `size` bytes, valid until the host has taken the result. One buffer: a second call
  // invalidates the first. Small sizes do not allocate.
  std::span<char> buffer(std::size_t size) {
    if (size <= small_.size()) return small_;
    large_.resize(size);
    return large_;
  }

 private:
  CallSite& site_;
  std::array<char, 512> small_;
  std::pmr::vector<char> large_;
};

// Rows of a report, pulled one at a time.
class RowProducer {
 public:
  virtual ~RowProducer() = default;
  // Fills one value per result column; valid until the next call. False after the last row.
  virtual bool next(std::span<Value> row) = 0;
};

struct Scalar {
  Value (*call)(CallContext&, Arguments);
  // NULL in, NULL out without a call: true for all but those that give NULL a meaning.
  bool strict = true;
};

struct Aggregate {
  // Takes one value, NULL included, into the state, and the row that it came from where the
  // function has a second parameter, a bigint: NULL is no row. PostgreSQL also has an overload that
  // takes a row's table and place. In PostgreSQL the state is allocated in the aggregate's memory
  // context; in SQLite from its allocator.
  void (*step)(sketch::Intake&, const Value&, const sketch::RowRef&);
  // Makes the result from the final state; nullptr: the sketch itself is the result.
  std::string (*finish)(const sketch::ColumnSketch&) = nullptr;
};

// Judges rows: its arguments are compiled rules, a row as an Aggregate's second parameter, and the
// values of the row. Its state is a quality::Tally, its result the tally's document.
struct RowAggregate {};

struct Action {
  document::Json (*call)(engine::Session&, Arguments);
};

struct Report {
  std::unique_ptr<RowProducer> (*call)(engine::Session&, Arguments);
};

enum class Privilege : std::uint8_t { none, read_files, write_files };

struct Function {
  std::string_view name;
  std::vector<Parameter> parameters;
  Type result;                        // ignored for a Report
  std::vector<ResultColumn> columns;  // of a Report
  std::variant<Scalar, Aggregate, RowAggregate, Action, Report> callable;
  std::string_view doc;  // one line, no full stop
  int cost = 1;          // in units of cpu_operator_cost, PostgreSQL's COST
  Privilege privilege = Privilege::none;
};

// Number of arguments a call must at least / may at most have; -1 for no limit.
int required_arguments(const Function& function) noexcept;
int accepted_arguments(const Function& function) noexcept;
// Throws invalid_value naming the first required argument that is NULL. The hosts ask it for
// actions and reports; scalars answer NULL with NULL.
void require_arguments(const Function& function, Arguments arguments);
// "tamis_clean(value text [, options json])": what docs/functions.md heads its section with.
std::string signature(const Function& function);

// All functions of this module, in the order of the documentation.
// Defined by core/catalog/catalog.cpp; the fault-injection modules of the tests link another one.
std::span<const Function> catalog();
const Function* find_function(std::string_view name) noexcept;

}  // namespace tamis::catalog
