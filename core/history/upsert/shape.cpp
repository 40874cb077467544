#include "core/history/upsert/shape.h"

#include <algorithm>

#include "core/error/error.h"
#include "core/history/column_types.h"
#include "core/history/names.h"

namespace tamis::history {
namespace {

using engine::Column;
using engine::ColumnType;
using engine::Dialect;
using engine::Relation;

bool has(const std::vector<std::size_t>& columns, std::size_t i) {
  return std::find(columns.begin(), columns.end(), i) != columns.end();
}

std::size_t position(const Relation& source, std::string_view name) {
  return static_cast<std::size_t>(&source.column(name) - source.columns.data());
}

std::vector<std::size_t> positions(const Relation& source, const std::vector<std::string>& names) {
  std::vector<std::size_t> out;
  for (const std::string& name : names) out.push_back(position(source, name));
  return out;
}

std::optional<std::size_t> position_if(const Relation& source, const std::string& name) {
  if (name.empty()) return std::nullopt;
  return position(source, name);
}

void refuse_clashes(const UpsertSettings& settings, const Relation& source) {
  std::vector<std::string> seen;
  if (settings.deletes == DeleteRule::soft) seen = {settings.flag, settings.flagged_at};
  for (const Column& column : source.columns) {
    if (contains(seen, column.name)) {
      throw Error(
          Code::duplicate_column,
          "source column " + in_quotes(column.name) +
              (settings.deletes == DeleteRule::soft
                   ? " stands there twice or has the name of a column of soft deletes"
                   : " stands there twice"),
          {},
          settings.deletes == DeleteRule::soft
              ? R"(Give the column another name in a query, or with the option "soft_delete".)"
              : "Give each column of the query its own name.");
    }
    seen.push_back(column.name);
  }
}

// The columns of soft deletes that an existing target must have.
void require_flags(const UpsertSettings& settings, const Relation* target) {
  if (target == nullptr || settings.deletes != DeleteRule::soft) return;
  for (const std::string& name : {settings.flag, settings.flagged_at}) {
    if (target->find(name) != nullptr) continue;
    throw Error(Code::undefined_column,
                "the target " + in_quotes(target->name) + " lacks column " + in_quotes(name) +
                    ", where soft deletes are marked",
                {}, R"(Add it, or name others with the option "soft_delete".)");
  }
}

void place_stored(UpsertShape& shape, const UpsertSettings& settings, const Relation* target) {
  for (std::size_t i = 0; i < shape.source.size(); ++i) {
    const std::string& name = shape.source[i].name;
    if (shape.operation == i) continue;
    if (target != nullptr && target->find(name) == nullptr) {
      const bool needed = has(shape.key, i) || has(shape.partition, i) || shape.sequence == i ||
                          contains(settings.update, name);
      if (settings.new_columns == NewColumnRule::error || needed) {
        throw Error(Code::undefined_column,
                    "the target " + in_quotes(target->name) + " lacks the source's column " +
                        in_quotes(name),
                    {},
                    needed ? "Add it to the target."
                           : R"(The option "new_columns" can be "add" or "ignore".)");
      }
      if (settings.new_columns == NewColumnRule::ignore) {
        shape.left_out.push_back(name);
        continue;
      }
      shape.added.push_back(i);
    }
    shape.stored.push_back(i);
    if (has(shape.key, i)) continue;
    const bool kept =
        settings.update.empty() ? contains(settings.keep, name) : !contains(settings.update, name);
    if (!kept || shape.sequence == i) shape.updated.push_back(i);
  }
}

}  // namespace

bool UpsertShape::is_added(std::size_t i) const { return has(added, i); }

std::vector<Column> UpsertShape::key_columns() const {
  std::vector<Column> out;
  for (const std::size_t i : key) out.push_back(source[i]);
  return out;
}

UpsertShape upsert_shape(const UpsertSettings& settings, const Relation& source,
                         const Relation* target, const Dialect& dialect) {
  refuse_clashes(settings, source);
  UpsertShape shape;
  shape.source = source.columns;
  shape.key = positions(source, settings.key);
  shape.order = positions(source, settings.order);
  shape.partition = positions(source, settings.partition);
  shape.sequence = position_if(source, settings.sequence);
  shape.operation = position_if(source, settings.operation);
  if (settings.watermark) shape.watermark = position(source, settings.watermark->column);
  for (const auto* names : {&settings.update, &settings.keep}) positions(source, *names);
  if (shape.operation && (has(shape.key, *shape.operation) || shape.operation == shape.sequence)) {
    throw Error(Code::invalid_option,
                "the operation column " + in_quotes(settings.operation) +
                    " can't be part of the key or the sequence",
                "It says what happened to a row and is not stored.");
  }
  require_flags(settings, target);
  place_stored(shape, settings, target);
  if (target == nullptr) return shape;
  for (const Column& column : target->columns) {
    const bool ours = settings.deletes == DeleteRule::soft &&
                      (column.name == settings.flag || column.name == settings.flagged_at);
    if (!ours && source.find(column.name) == nullptr) shape.not_in_batch.push_back(column.name);
  }
  if (dialect.engine() == Dialect::Engine::postgresql) {
    for (const std::size_t i : shape.stored) {
      if (!shape.is_added(i)) {
        require_convertible(source.columns[i], target->column(source.columns[i].name),
                            has(shape.key, i));
      }
    }
  }
  return shape;
}

}  // namespace tamis::history
