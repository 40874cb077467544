// Prints what depends on the catalog: the install script of the extension and its C symbols.
//
//   generate script|symbols EXTENSION with-state|without-state FILE
//
// The script follows PostgreSQL's rules for extensions: plain CREATE, so that an object somebody
// put in the way is never adopted (CVE-2022-2625), no SECURITY DEFINER, and no expression that is
// looked up along a path.
#include <array>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>

#include "core/catalog/function.h"
#include "core/engine/dialect.h"
#include "core/runs/runs.h"
#include "core/runs/state_views.h"

namespace tamis {
namespace {

using catalog::Aggregate;
using catalog::Function;
using catalog::Parameter;
using catalog::RowAggregate;
using catalog::Type;

// The concrete types that an aggregate over any value is overloaded for, and pg::Form of each.
// The narrow numbers have their own: left to PostgreSQL, an integer would come in as its preferred
// number, double precision, and be counted as 1.0.
struct Overload {
  std::string_view sql;
  std::string_view suffix;
  std::string_view form;
};
constexpr std::array kOverloads = {
    Overload{"text", "text", "text"},
    // tamis_sketch(x) over these would otherwise be the cast of x to the type tamis_sketch.
    Overload{"character varying", "varchar", "text"},
    Overload{"character", "bpchar", "padded_text"},
    Overload{"smallint", "smallint", "int2"},
    Overload{"integer", "integer", "int4"},
    Overload{"bigint", "bigint", "int8"},
    Overload{"real", "real", "float4"},
    Overload{"double precision", "double", "float8"},
    Overload{"numeric", "numeric", "numeric"},
    Overload{"boolean", "boolean", "boolean"},
    Overload{"date", "date", "date"},
    Overload{"time", "time", "time"},
    Overload{"timestamp", "timestamp", "timestamp"},
    Overload{"timestamptz", "timestamptz", "timestamptz"},
    Overload{"bytea", "bytea", "blob"},
    Overload{"jsonb", "jsonb", "json"},
};
constexpr std::array kSketchOverload = {Overload{"tamis_sketch", "sketch", "blob"}};

// How a row is told to an aggregate: by the arguments behind the value, and pg::RowForm of them.
struct RowArguments {
  std::string_view named;  // as they follow the value in a list
  std::string_view types;
  std::string_view suffix;
  std::string_view form;
};
constexpr std::array kNoRow = {RowArguments{"", "", "", "none"}};
// A tid alone would not tell the partitions of a table apart.
constexpr std::array kRows = {
    RowArguments{", \"row\" bigint", ", bigint", "", "number"},
    RowArguments{", \"table\" oid, \"row\" tid", ", oid, tid", "_place", "place"}};

constexpr std::string_view kMutable = "VOLATILE PARALLEL UNSAFE";
constexpr std::string_view kImmutable = "IMMUTABLE PARALLEL SAFE";
constexpr std::string_view kStrict = "IMMUTABLE STRICT PARALLEL SAFE";

const engine::Dialect& dialect() { return engine::postgresql_dialect(130000); }

std::string_view sql_type(Type type) {
  switch (type) {
    case Type::text: return "text";
    case Type::bigint: return "bigint";
    case Type::number: return "numeric";
    case Type::boolean: return "boolean";
    case Type::json: return "jsonb";
    case Type::date: return "date";
    case Type::timestamp: return "timestamp";
    case Type::sketch: return "tamis_sketch";
    case Type::value: return "\"any\"";
  }
  return "\"any\"";
}

std::span<const RowArguments> row_arguments(const Function& function) {
  if (function.parameters.size() == 1) return kNoRow;
  if (function.parameters.size() == 2 && function.parameters[1].type == Type::bigint) return kRows;
  throw std::runtime_error(std::string(function.name) +
                           ": an aggregate takes one argument, or two of which one is a row");
}

std::span<const Overload> overloads(const Function& function) {
  switch (function.parameters.front().type) {
    case Type::value: return kOverloads;
    case Type::sketch: return kSketchOverload;
    default:
      throw std::runtime_error(std::string(function.name) +
                               ": an aggregate takes any value, or a sketch");
  }
}

struct Signature {
  Overload overload;
  RowArguments row;
};

std::vector<Signature> signatures(const Function& function) {
  std::vector<Signature> out;
  for (const RowArguments& row : row_arguments(function)) {
    for (const Overload& overload : overloads(function)) out.push_back({overload, row});
  }
  return out;
}

std::string step_symbol(const Function& function, const Overload& overload,
                        const RowArguments& row) {
  return std::string(function.name).append("_step_").append(overload.suffix).append(row.suffix);
}

// An absent argument is NULL to the catalog; '{}' says the same of a scalar's options, and lets
// the function be STRICT.
std::string parameter(const Parameter& p, bool scalar) {
  std::string out = p.arity == Parameter::Arity::variadic ? "VARIADIC " : "";
  out += dialect().quote_identifier(p.name);
  out += ' ';
  out += sql_type(p.type);
  if (p.arity == Parameter::Arity::optional) {
    out += scalar && p.type == Type::json ? " DEFAULT '{}'" : " DEFAULT NULL";
  }
  return out;
}

template <typename List, typename Render>
std::string joined(const List& list, Render render) {
  std::string out;
  for (const auto& item : list) {
    if (!out.empty()) out += ", ";
    out += render(item);
  }
  return out;
}

// NULL in, NULL out can be left to PostgreSQL where no parameter may be left out as NULL.
bool declared_strict(const Function& function, const catalog::Scalar& scalar) {
  for (const Parameter& p : function.parameters) {
    if (p.arity == Parameter::Arity::optional && p.type != Type::json) return false;
  }
  return scalar.strict;
}

class Script {
 public:
  explicit Script(std::ostream& out) : out_(out) {}

  void write(std::string_view extension, bool with_state) {
    out_ << "\\echo Use \"CREATE EXTENSION " << extension << "\" to load this file. \\quit\n";
    sketch_type();
    if (with_state) storage_servers();
    for (const Function& function : catalog::catalog()) {
      if (std::holds_alternative<Aggregate>(function.callable)) {
        aggregate(function);
      } else if (std::holds_alternative<RowAggregate>(function.callable)) {
        row_aggregate(function);
      } else {
        plain(function);
      }
    }
    if (with_state) state();
  }

 private:
  void comment(std::string_view object, std::string_view text) {
    out_ << "COMMENT ON " << object << " IS " << dialect().quote_literal(text) << ";\n";
  }

  // Arguments with names where there are any; `identity` is the types alone.
  void function(std::string_view name, std::string_view arguments, std::string_view identity,
                std::string_view result, std::string_view symbol, std::string_view properties,
                int cost, std::string_view doc) {
    out_ << "\nCREATE FUNCTION " << name << "(" << arguments << ") RETURNS " << result
         << " AS 'MODULE_PATHNAME', '" << symbol << "' LANGUAGE C " << properties << " COST "
         << cost << ";\n";
    comment("FUNCTION " + std::string(name) + "(" + std::string(identity) + ")", doc);
  }

  void sketch_type() {
    out_ << "\nCREATE TYPE tamis_sketch;\n";
    function("tamis_sketch_in", "cstring", "cstring", "tamis_sketch", "tamis_sketch_in", kStrict, 1,
             "input of the type tamis_sketch");
    function("tamis_sketch_out", "tamis_sketch", "tamis_sketch", "cstring", "tamis_sketch_out",
             kStrict, 1, "output of the type tamis_sketch");
    function("tamis_sketch_receive", "internal", "internal", "tamis_sketch", "tamis_sketch_receive",
             kStrict, 1, "binary input of the type tamis_sketch");
    function("tamis_sketch_send", "tamis_sketch", "tamis_sketch", "bytea", "tamis_sketch_send",
             kStrict, 1, "binary output of the type tamis_sketch");
    out_ << "\nCREATE TYPE tamis_sketch (INPUT = tamis_sketch_in, OUTPUT = tamis_sketch_out, "
            "RECEIVE = tamis_sketch_receive, SEND = tamis_sketch_send, "
            "INTERNALLENGTH = VARIABLE, STORAGE = extended);\n";
    comment("TYPE tamis_sketch", "What a column holds, seen once: counts, ranges, distinct values");
    // tamis_sketch(x) is an aggregate; but as a type has that name, PostgreSQL would take it for a
    // cast through the type's input function wherever x is a kind of string with no overload of its
    // own. It does not where the cast has a function.
    for (const std::string_view from : {"text", "character"}) {
      function("tamis_sketch_from", from, from, "tamis_sketch", "tamis_sketch_from", kStrict, 1,
               "cast of the text form of a tamis_sketch");
    }
    sketch_cast("text", "text");
    sketch_cast("character varying", "text");
    sketch_cast("character", "character");
    function("tamis_sketch_combine", "tamis_sketch, tamis_sketch", "tamis_sketch, tamis_sketch",
             "tamis_sketch", "tamis_sketch_combine", kImmutable, 1000,
             "support function of the aggregates over sketches");
  }

  void storage_servers() {
    function("tamis_storage_validator", "text[], oid", "text[], oid", "void",
             "tamis_storage_validator", kStrict, 1, "checks the options of a store and its users");
    out_ << "\nCREATE FOREIGN DATA WRAPPER tamis_storage NO HANDLER "
            "VALIDATOR tamis_storage_validator;\n";
    comment("FOREIGN DATA WRAPPER tamis_storage",
            "Stores that exports are written to, and the keys that their users have");
  }

  void sketch_cast(std::string_view from, std::string_view argument) {
    out_ << "CREATE CAST (" << from << " AS tamis_sketch) WITH FUNCTION tamis_sketch_from("
         << argument << ");\n";
    comment("CAST (" + std::string(from) + " AS tamis_sketch)",
            "The sketch of which this is the text form");
  }

  void plain(const Function& f) {
    const std::string arguments = joined(f.parameters, [&f](const Parameter& p) {
      return parameter(p, std::holds_alternative<catalog::Scalar>(f.callable));
    });
    const std::string identity = joined(f.parameters, [](const Parameter& p) {
      return (p.arity == Parameter::Arity::variadic ? "VARIADIC " : "") +
             std::string(sql_type(p.type));
    });
    std::string_view properties = kMutable;
    if (const auto* const scalar = std::get_if<catalog::Scalar>(&f.callable)) {
      properties = declared_strict(f, *scalar) ? kStrict : kImmutable;
    }
    function(f.name, arguments, identity, result(f), f.name, properties, f.cost, f.doc);
    if (f.privilege != catalog::Privilege::none) {
      out_ << "REVOKE EXECUTE ON FUNCTION " << f.name << "(" << identity << ") FROM PUBLIC;\n";
    }
  }

  static std::string result(const Function& f) {
    if (!std::holds_alternative<catalog::Report>(f.callable))
      return std::string(sql_type(f.result));
    return "TABLE (" +
           joined(f.columns,
                  [](const catalog::ResultColumn& column) {
                    return dialect().quote_identifier(column.name) + " " +
                           std::string(sql_type(column.type));
                  }) +
           ")";
  }

  void aggregate(const Function& f) {
    const std::string name(f.name);
    const std::string doc = "support function of the aggregate " + name;
    const bool finishes = std::get<Aggregate>(f.callable).finish != nullptr;
    if (finishes) {
      function(name + "_finish", "tamis_sketch", "tamis_sketch", sql_type(f.result),
               name + "_finish", kStrict, f.cost, doc);
    }
    const std::string finish =
        finishes ? "FINALFUNC = " + name + "_finish, FINALFUNC_MODIFY = READ_ONLY, " : "";
    const std::string argument = dialect().quote_identifier(f.parameters.front().name);
    for (const auto& [overload, row] : signatures(f)) {
      const std::string types = std::string(overload.sql).append(row.types);
      const std::string arguments = "tamis_sketch, " + types;
      function(name + "_step", arguments, arguments, "tamis_sketch", step_symbol(f, overload, row),
               kImmutable, f.cost, doc);
      out_ << "CREATE AGGREGATE " << name << "(" << argument << " " << overload.sql << row.named
           << ") (SFUNC = " << name << "_step, STYPE = tamis_sketch, "
           << "COMBINEFUNC = tamis_sketch_combine, " << finish << "PARALLEL = SAFE);\n";
      comment(std::string("AGGREGATE ").append(name).append("(").append(types).append(")"), f.doc);
    }
  }

  // Its state is not to be stored, so it is no type of its own.
  void row_aggregate(const Function& f) {
    const std::string name(f.name);
    const std::string doc = "support function of the aggregate " + name;
    const auto support = [&](std::string_view part, std::string_view arguments,
                             std::string_view result, std::string_view properties) {
      const std::string symbol = std::string(name).append("_").append(part);
      function(symbol, arguments, arguments, result, symbol, properties, f.cost, doc);
    };
    support("combine", "internal, internal", "internal", kImmutable);
    support("serialize", "internal", "bytea", kStrict);
    support("deserialize", "bytea, internal", "internal", kStrict);
    support("finish", "internal", sql_type(f.result), kImmutable);
    const std::string values =
        "VARIADIC " + dialect().quote_identifier(f.parameters.back().name) + " \"any\"";
    for (const RowArguments& row : kRows) {
      const std::string types = std::string("text").append(row.types) + ", VARIADIC \"any\"";
      function(name + "_step", "internal, " + types, "internal, " + types, "internal",
               std::string(name).append("_step").append(row.suffix), kImmutable, f.cost, doc);
      out_ << "CREATE AGGREGATE " << name << "("
           << dialect().quote_identifier(f.parameters.front().name) << " text" << row.named << ", "
           << values << ") (SFUNC = " << name << "_step, STYPE = internal, COMBINEFUNC = " << name
           << "_combine, SERIALFUNC = " << name << "_serialize, DESERIALFUNC = " << name
           << "_deserialize, FINALFUNC = " << name << "_finish, PARALLEL = SAFE);\n";
      comment("AGGREGATE " + name + "(" + types + ")", f.doc);
    }
  }

  void state() {
    for (const runs::StateTable& table : runs::state_tables()) {
      const std::string name(table.name);
      out_ << "\n" << runs::create_statement(table, dialect(), false) << ";\n";
      comment("TABLE " + name, table.doc);
      out_ << "SELECT pg_catalog.pg_extension_config_dump('" << name << "', '');\n";
    }
    for (const runs::StateView& view : runs::state_views()) {
      out_ << "\n" << runs::create_view_statement(view, dialect(), false) << ";\n";
      comment("VIEW " + std::string(view.name), view.doc);
    }
  }

  std::ostream& out_;
};

class Symbols {
 public:
  explicit Symbols(std::ostream& out) : out_(out) {}

  void write() {
    out_ << "// Generated from the catalog by pg_extension/generate.cpp.\n"
            "#include \"pg_extension/entry.h\"\n\nextern \"C\" {\n";
    for (const char* const name : {"in", "out", "receive", "send", "from"}) {
      symbol("tamis_sketch_" + std::string(name), "sketch_" + std::string(name) + "(fcinfo)");
    }
    symbol("tamis_sketch_combine", "aggregate_combine(fcinfo)");
    symbol("tamis_storage_validator", "validate_storage(fcinfo)");
    std::size_t index = 0;
    for (const Function& f : catalog::catalog()) function(f, std::to_string(index++));
    out_ << "}\n";
  }

 private:
  void symbol(const std::string& name, const std::string& call) {
    out_ << "PG_FUNCTION_INFO_V1(" << name << ");\nPGDLLEXPORT Datum " << name
         << "(PG_FUNCTION_ARGS) { return tamis::pg::" << call << "; }\n";
  }

  void function(const Function& f, const std::string& index) {
    const std::string name(f.name);
    if (std::holds_alternative<catalog::Scalar>(f.callable)) {
      symbol(name, "call_scalar(" + index + ", fcinfo)");
    } else if (std::holds_alternative<catalog::Action>(f.callable)) {
      symbol(name, "call_action(" + index + ", fcinfo)");
    } else if (std::holds_alternative<catalog::Report>(f.callable)) {
      symbol(name, "call_report(" + index + ", fcinfo)");
    } else if (std::holds_alternative<RowAggregate>(f.callable)) {
      for (const RowArguments& row : kRows) {
        symbol(name + "_step" + std::string(row.suffix),
               "row_aggregate_step(tamis::pg::RowForm::" + std::string(row.form) + ", fcinfo)");
      }
      symbol(name + "_combine", "row_aggregate_combine(fcinfo)");
      symbol(name + "_serialize", "row_aggregate_serialize(fcinfo)");
      symbol(name + "_deserialize", "row_aggregate_deserialize(fcinfo)");
      symbol(name + "_finish", "row_aggregate_finish(" + index + ", fcinfo)");
    } else {
      for (const auto& [overload, row] : signatures(f)) {
        symbol(step_symbol(f, overload, row),
               "aggregate_step(" + index + ", tamis::pg::Form::" + std::string(overload.form) +
                   ", tamis::pg::RowForm::" + std::string(row.form) + ", fcinfo)");
      }
      if (std::get<Aggregate>(f.callable).finish != nullptr) {
        symbol(name + "_finish", "aggregate_finish(" + index + ", fcinfo)");
      }
    }
  }

  std::ostream& out_;
};

void generate(std::string_view what, std::string_view extension, std::string_view state,
              const char* path) {
  std::ostringstream text;
  if (what == "script") {
    Script(text).write(extension, state == "with-state");
  } else {
    Symbols(text).write();
  }
  std::ofstream file(path);
  file << text.str();
  if (!file.flush()) throw std::runtime_error(std::string("can't write ") + path);
}

}  // namespace
}  // namespace tamis

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: generate script|symbols EXTENSION with-state|without-state FILE\n";
    return 2;
  }
  try {
    tamis::generate(argv[1], argv[2], argv[3], argv[4]);
  } catch (const std::exception& e) {
    std::cerr << "generate: " << e.what() << '\n';
    return 1;
  }
  return 0;
}
