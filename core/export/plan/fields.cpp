#include "core/export/plan/fields.h"

#include <algorithm>

#include "core/error/error.h"
#include "core/profile/profile.h"
#include "core/quality/contract/registry.h"

namespace tamis::exports {
namespace {

using engine::Column;
using engine::ColumnType;
using engine::Dialect;
using engine::Relation;
using engine::Session;

constexpr int kDeepestDomain = 32;

bool on_sqlite(const Session& session) noexcept {
  return session.dialect().engine() == Dialect::Engine::sqlite;
}

// SQLite declares no NOT NULL on the column that is the rowid, yet it can't be NULL.
bool is_nullable(const Relation& relation, const Column& column) {
  if (column.not_null) return false;
  const auto keys = std::count_if(relation.columns.begin(), relation.columns.end(),
                                  [](const Column& c) { return c.primary_key; });
  return !(column.primary_key && keys == 1 && column.type == ColumnType::integer);
}

// What a domain is made from; any other type as it is.
std::string base_type(Session& session, std::string declared) {
  for (int depth = 0; depth < kDeepestDomain; ++depth) {
    const engine::Value parameters[] = {engine::Value::text(declared)};
    const std::optional<std::string> base = engine::query_text(
        session,
        "SELECT format_type(typbasetype, typtypmod) FROM pg_catalog.pg_type WHERE typtype = 'd' "
        "AND oid = to_regtype($1)",
        parameters);
    if (!base) break;
    declared = *base;
  }
  return declared;
}

FieldType declared_type(Session& session, const Column& column) {
  const FieldType usual{usual_kind(column.type)};
  if (on_sqlite(session)) {
    // Its words are free: only the digits of a decimal say more than the affinity.
    if (column.type != ColumnType::decimal) return usual;
    return field_type(column.declared).value_or(usual);
  }
  if (auto type = field_type(column.declared)) return *type;
  return field_type(base_type(session, column.declared)).value_or(usual);
}

class Maker {
 public:
  Maker(Session& session, const Relation& relation, const TypeOptions& options)
      : session_(session), relation_(relation), options_(options) {}

  Fields make(std::vector<Column> columns) {
    for (Column& column : columns) {
      Field& field = out_.fields.emplace_back();
      field.nullable = is_nullable(relation_, column);
      field.unit = options_.unit;
      declared_type(session_, column).apply_to(field);
      field.column = std::move(column);
    }
    out_.claimed.resize(out_.fields.size(), false);
    if (options_.profile) profile();
    if (!options_.contract.is_null()) contract();
    for (const auto& [name, type] : options_.columns) claim(relation_.column(name).name, type);
    return std::move(out_);
  }

 private:
  Field* find(std::string_view name) {
    const auto found = std::find_if(out_.fields.begin(), out_.fields.end(),
                                    [&](const Field& field) { return field.name() == name; });
    return found == out_.fields.end() ? nullptr : &*found;
  }

  void mark(const Field& field) {
    out_.claimed[static_cast<std::size_t>(&field - out_.fields.data())] = true;
  }

  void claim(std::string_view name, const FieldType& type) {
    Field* const field = find(name);
    if (field == nullptr) return;
    type.apply_to(*field);
    // PostgreSQL's values are of the type declared, whatever they are written as.
    if (on_sqlite(session_)) field->column.type = column_type_of(type.kind);
    mark(*field);
  }

  void profile() {
    std::vector<std::string> names;
    for (const Field& field : out_.fields) names.push_back(field.name());
    const profile::TableProfile table = profile::profile_table(session_, relation_, names);
    for (const profile::ColumnProfile& column : table.columns) {
      const document::Json& proposed = column.document["proposed"]["postgresql"];
      const auto type = field_type(proposed.is_string() ? proposed.get<std::string>() : "");
      if (type && column.present > 0) claim(column.name, *type);
    }
  }

  void contract() {
    const quality::Contract contract =
        quality::resolve_contract(session_, options_.contract, relation_.name);
    out_.contract = {quality::referred_name(options_.contract).value_or(contract.id),
                     contract.version};
    for (const quality::ContractColumn& column : contract.columns) {
      Field* const field = find(column.physical_name);
      if (field == nullptr) continue;
      if (const auto type = promised_type(column)) claim(field->name(), *type);
      if (!column.required) continue;
      field->nullable = false;
      mark(*field);
    }
  }

  // The physical type, where it is one that files know; else the logical one.
  static std::optional<FieldType> promised_type(const quality::ContractColumn& column) {
    if (auto type = field_type(column.physical_type)) return type;
    const std::string& word = column.logical_type;
    if (word == "integer") return FieldType{FieldKind::int64};
    if (word == "boolean") return FieldType{FieldKind::boolean};
    if (word == "date") return FieldType{FieldKind::date};
    if (word == "time") return FieldType{FieldKind::time};
    if (word == "timestamp") {
      return FieldType{column.zoned() ? FieldKind::timestamptz : FieldKind::timestamp};
    }
    return std::nullopt;
  }

  Session& session_;
  const Relation& relation_;
  const TypeOptions& options_;
  Fields out_;
};

}  // namespace

Fields make_fields(Session& session, const Relation& relation, std::vector<Column> columns,
                   const TypeOptions& options) {
  return Maker(session, relation, options).make(std::move(columns));
}

}  // namespace tamis::exports
