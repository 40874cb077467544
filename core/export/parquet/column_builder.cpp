#include "core/export/parquet/column_builder.h"

#include <array>

#include "core/error/error.h"

namespace tamis::exports::parquet::writer {
namespace {

using engine::Value;

// Appends one value as PLAIN to a page; false where it is NULL. One class for each physical form.
struct AddBoolean {
  bool operator()(const TypedValues& typed, const Value& value, std::int64_t row,
                  Bytes& out) const {
    bool given = false;
    if (!typed.boolean(value, row, given)) return false;
    out.push_back(given ? 1 : 0);
    return true;
  }
};

template <typename Number>
struct AddInteger {
  bool operator()(const TypedValues& typed, const Value& value, std::int64_t row,
                  Bytes& out) const {
    std::int64_t given = 0;
    if (!typed.integer(value, row, given)) return false;
    out.append_number(static_cast<Number>(given));
    return true;
  }
};

template <typename Number>
struct AddReal {
  bool operator()(const TypedValues& typed, const Value& value, std::int64_t row,
                  Bytes& out) const {
    double given = 0;
    if (!typed.real(value, row, given)) return false;
    out.append_number(static_cast<Number>(given));
    return true;
  }
};

template <typename Number>
struct AddDecimal {
  bool operator()(const TypedValues& typed, const Value& value, std::int64_t row,
                  Bytes& out) const {
    Int128 given = 0;
    if (!typed.decimal(value, row, given)) return false;
    out.append_number(static_cast<Number>(given));
    return true;
  }
};

// Beyond 18 digits: the fewest bytes, the highest first.
struct AddWideDecimal {
  int width;
  bool operator()(const TypedValues& typed, const Value& value, std::int64_t row,
                  Bytes& out) const {
    Int128 given = 0;
    if (!typed.decimal(value, row, given)) return false;
    for (int byte = width - 1; byte >= 0; --byte) {
      out.push_back(static_cast<char>(given >> (8 * byte)));
    }
    return true;
  }
};

struct AddDate {
  bool operator()(const TypedValues& typed, const Value& value, std::int64_t row,
                  Bytes& out) const {
    std::int32_t days = 0;
    if (!typed.date(value, row, days)) return false;
    out.append_number(days);
    return true;
  }
};

template <bool (TypedValues::*Get)(const Value&, std::int64_t, std::int64_t&) const>
struct AddTime {
  bool operator()(const TypedValues& typed, const Value& value, std::int64_t row,
                  Bytes& out) const {
    std::int64_t time = 0;
    if (!(typed.*Get)(value, row, time)) return false;
    out.append_number(time);
    return true;
  }
};

struct AddUuid {
  bool operator()(const TypedValues& typed, const Value& value, std::int64_t row,
                  Bytes& out) const {
    std::array<unsigned char, 16> id;
    if (!typed.uuid(value, row, id)) return false;
    out.append(std::string_view(reinterpret_cast<const char*>(id.data()), id.size()));
    return true;
  }
};

void append_string(std::string_view bytes, Bytes& out) {
  const auto length = static_cast<std::uint32_t>(bytes.size());
  char* const to = out.room(sizeof length + bytes.size());
  std::memcpy(to, &length, sizeof length);
  if (!bytes.empty()) std::memcpy(to + sizeof length, bytes.data(), bytes.size());
  out.extend(sizeof length + bytes.size());
}

void require_length(const TypedValues& typed, std::string_view bytes, std::int64_t row) {
  constexpr std::size_t kLongest = std::size_t{1} << 30U;
  if (bytes.size() > kLongest) typed.fail(row, "more than 1 GiB, which no page of Parquet holds");
}

struct AddText {
  bool operator()(const TypedValues& typed, const Value& value, std::int64_t row,
                  Bytes& out) const {
    std::array<char, engine::kNumberText> scratch;
    std::string_view text;
    if (!typed.text(value, row, scratch, text)) return false;
    require_length(typed, text, row);
    append_string(text, out);
    return true;
  }
};

struct AddBytes {
  bool operator()(const TypedValues& typed, const Value& value, std::int64_t row,
                  Bytes& out) const {
    std::string_view bytes;
    if (!typed.bytes(value, row, bytes)) return false;
    require_length(typed, bytes, row);
    append_string(bytes, out);
    return true;
  }
};

[[noreturn]] void unexpected_null(const TypedValues& typed, std::int64_t row) {
  typed.fail(row, "a NULL in a column that is declared not to have any");
}

template <typename Add>
class FlatBuilder final : public ColumnBuilder {
 public:
  FlatBuilder(const Field& field, const Leaf& leaf, const TypedPolicy& policy, Add add)
      : typed_(field, policy), optional_(leaf.optional), add_(add) {}

  void add(const Value& value, std::int64_t row) override {
    ColumnValues& page = values_;
    if (add_(typed_, value, row, page.plain)) {
      ++page.values;
      if (!page.definition.empty()) page.definition.push_back(1);
    } else {
      if (!optional_) unexpected_null(typed_, row);
      if (page.definition.empty()) page.definition.append(page.levels, 1);
      page.definition.push_back(0);
    }
    ++page.levels;
    ++page.rows;
  }

 private:
  TypedValues typed_;
  bool optional_;
  Add add_;
};

// Levels of a list: 0 NULL (where the column may be), then an empty list, a NULL in it, a value.
template <typename Add>
class ListBuilder final : public ColumnBuilder {
 public:
  ListBuilder(const Field& field, const Leaf& leaf, const TypedPolicy& policy, Add add)
      : list_(field, policy),
        typed_(element_of(field), policy),
        empty_level_(leaf.optional ? 1 : 0),
        add_(add) {}

  void add(const Value& value, std::int64_t row) override {
    ColumnValues& page = values_;
    ++page.rows;
    std::span<const Value> elements;
    if (!text_.read(value, row, list_, elements)) {
      if (empty_level_ == 0) unexpected_null(list_, row);
      level(0, 0);
      return;
    }
    if (elements.empty()) {
      level(0, empty_level_);
      return;
    }
    char repetition = 0;
    for (const Value& element : elements) {
      const bool there = add_(typed_, element, row, page.plain);
      page.values += there ? 1 : 0;
      level(repetition, static_cast<char>(empty_level_ + (there ? 2 : 1)));
      repetition = 1;
    }
  }

 private:
  void level(char repetition, char definition) {
    values_.repetition.push_back(repetition);
    values_.definition.push_back(definition);
    ++values_.levels;
  }

  TypedValues list_;
  TypedValues typed_;
  char empty_level_;
  Add add_;
  ListText text_;
};

template <typename Add>
std::unique_ptr<ColumnBuilder> builder(const Field& field, const Leaf& leaf,
                                       const TypedPolicy& policy, Add add) {
  if (leaf.list) return std::make_unique<ListBuilder<Add>>(field, leaf, policy, add);
  return std::make_unique<FlatBuilder<Add>>(field, leaf, policy, add);
}

}  // namespace

std::unique_ptr<ColumnBuilder> make_column_builder(const Field& field, const Leaf& leaf,
                                                   const TypedPolicy& policy) {
  const auto with = [&](auto add) { return builder(field, leaf, policy, add); };
  switch (leaf.kind) {
    case FieldKind::boolean: return with(AddBoolean{});
    case FieldKind::int16:
    case FieldKind::int32: return with(AddInteger<std::int32_t>{});
    case FieldKind::int64: return with(AddInteger<std::int64_t>{});
    case FieldKind::float32: return with(AddReal<float>{});
    case FieldKind::float64: return with(AddReal<double>{});
    case FieldKind::decimal:
      if (leaf.type == Type::INT32) return with(AddDecimal<std::int32_t>{});
      if (leaf.type == Type::INT64) return with(AddDecimal<std::int64_t>{});
      return with(AddWideDecimal{leaf.width});
    case FieldKind::uuid: return with(AddUuid{});
    case FieldKind::bytes: return with(AddBytes{});
    case FieldKind::date: return with(AddDate{});
    case FieldKind::time: return with(AddTime<&TypedValues::time>{});
    case FieldKind::timestamp:
    case FieldKind::timestamptz: return with(AddTime<&TypedValues::timestamp>{});
    case FieldKind::text:
    case FieldKind::json:
    case FieldKind::list: break;
  }
  return with(AddText{});
}

}  // namespace tamis::exports::parquet::writer
