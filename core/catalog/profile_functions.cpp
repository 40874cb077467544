// tamis_profile: what the columns of a relation really hold, a row each; and tamis_dry_run: what
// they would lose as the types they could be given.
#include <optional>
#include <string>

#include "core/catalog/reading_options.h"
#include "core/catalog/tables.h"
#include "core/document/json.h"
#include "core/document/options.h"
#include "core/error/error.h"
#include "core/profile/dry_run.h"
#include "core/profile/profile.h"
#include "core/profile/relationships.h"
#include "core/profile/row_order.h"
#include "core/profile/stored.h"

namespace tamis::catalog {
namespace {

Value text_or_null(const std::string& text) { return text.empty() ? Value() : Value::text(text); }

// NULL where no numeric date asks for an order.
Value order_of(const profile::ColumnProfile& column) {
  switch (column.date_order) {
    case profile::Evidence::none: return {};
    case profile::Evidence::ambiguous: return Value::text("ambiguous");
    case profile::Evidence::conflict: return Value::text("conflict");
    case profile::Evidence::decided: break;
  }
  switch (column.convention.order) {
    case dates::Order::dmy: return Value::text("dmy");
    case dates::Order::mdy: return Value::text("mdy");
    default: return Value::text("ymd");
  }
}

class ProfileRows final : public RowProducer {
 public:
  explicit ProfileRows(profile::TableProfile profile) : profile_(std::move(profile)) {}

  bool next(std::span<Value> row) override {
    if (at_ == profile_.columns.size()) return false;
    const profile::ColumnProfile& c = profile_.columns[at_++];
    document_ = document::canonical(c.document);
    const bool unknown = c.type == types::Type::empty;
    std::size_t i = 0;
    for (const Value& value :
         {Value::integer(static_cast<std::int64_t>(at_)), Value::text(c.name),
          text_or_null(c.declared), Value::text(unknown ? "unknown" : types::name_of(c.kind)),
          Value::real(c.kind_confidence), Value::integer(c.rows), Value::integer(c.nulls),
          Value::integer(c.empty), Value::integer(c.blank + c.missing),
          Value::integer(c.kind_exceptions), Value::integer(c.kind_undecided),
          Value::integer(c.distinct), text_or_null(c.min), text_or_null(c.max), order_of(c),
          Value::text(unknown ? "text" : types::name_of(c.type)), Value::text(document_)}) {
      row[i++] = value;
    }
    return true;
  }

 private:
  profile::TableProfile profile_;
  std::size_t at_ = 0;
  std::string document_;
};

// true, or columns, at least so many: absent, all, or these.
std::optional<std::vector<std::string>> columns_asked(document::Options& options,
                                                      std::string_view key, std::size_t least) {
  const document::Json given = options.raw(key);
  if (given.is_boolean()) {
    if (!given.get<bool>()) return std::nullopt;
    return std::vector<std::string>();
  }
  if (given.is_null()) return std::nullopt;
  std::vector<std::string> columns = options.strings(key);
  if (columns.size() < least) {
    throw Error(
        Code::invalid_option,
        "option " + in_quotes(key) + " of tamis_profile is about " +
            (least == 1 ? "columns" : "pairs"),
        {}, least == 1 ? "Say true, or name columns." : "Say true, or name two columns or more.");
  }
  return columns;
}

std::unique_ptr<RowProducer> profile_rows(engine::Session& session, Arguments arguments) {
  document::Options options = document::Options::from_text(arguments[1].bytes(), "tamis_profile");
  const std::vector<std::string> columns = options.strings("columns");
  const std::vector<std::string> keys = options.strings("keys");
  const bool stored = options.boolean("stored", false);
  const std::vector<std::string> parts = options.strings("part");
  const profile::RelationshipOptions related{columns_asked(options, "key_pairs", 2),
                                             columns_asked(options, "correlations", 2),
                                             columns_asked(options, "dependencies", 2)};
  const auto ordered = columns_asked(options, "order", 1);
  options.finish();
  if (!stored && !parts.empty()) {
    throw Error(Code::invalid_option, "option \"part\" is one of what is stored", {},
                R"(Say {"stored": true} too.)");
  }
  if (stored && (!keys.empty() || related.any() || ordered)) {
    throw Error(
        Code::invalid_option, "what is counted in the table is not to be had of a stored profile",
        {},
        R"(Leave out "stored", or "keys", "key_pairs", "correlations", "dependencies" and "order".)");
  }
  const engine::Relation relation = session.relation(arguments[0].bytes());
  if (stored) {
    return std::make_unique<ProfileRows>(
        profile::stored_profile(session, relation, columns, parts));
  }
  profile::TableProfile profile = profile::profile_table(session, relation, columns);
  profile::count_duplicates(session, relation, keys, profile);
  if (ordered) profile::describe_row_order(session, relation, *ordered, profile);
  if (related.any() && !profile.columns.empty()) {
    profile.columns.front().document["relationships"] =
        profile::relationships(session, relation, profile, related);
  }
  return std::make_unique<ProfileRows>(std::move(profile));
}

class ConversionRows final : public RowProducer {
 public:
  explicit ConversionRows(std::vector<profile::Conversion> found) : found_(std::move(found)) {}

  bool next(std::span<Value> row) override {
    if (at_ == found_.size()) return false;
    const profile::Conversion& c = found_[at_++];
    samples_ = document::canonical(c.samples);
    const double share =
        c.present == 0
            ? 0
            : document::rounded(static_cast<double>(c.converts) / static_cast<double>(c.present));
    std::size_t i = 0;
    for (const Value& value :
         {Value::integer(c.position), Value::text(c.column), Value::text(types::name_of(c.type)),
          Value::boolean(c.suggested), Value::integer(c.present), Value::integer(c.converts),
          Value::integer(c.fails()), Value::integer(c.missing), Value::real(share),
          Value::text(c.options), Value::text(samples_)}) {
      row[i++] = value;
    }
    return true;
  }

 private:
  std::vector<profile::Conversion> found_;
  std::size_t at_ = 0;
  std::string samples_;
};

std::unique_ptr<RowProducer> dry_run_rows(engine::Session& session, Arguments arguments) {
  document::Options given = document::Options::from_text(arguments[1].bytes(), "tamis_dry_run");
  constexpr std::int64_t kSamples = 5;
  constexpr std::int64_t kMostSamples = 100;
  profile::DryRunOptions options;
  options.columns = given.strings("columns");
  for (const std::string& name : given.strings("types")) {
    options.types.push_back(profile::dry_run_type(name));
  }
  options.samples = static_cast<std::size_t>(given.integer("samples", kSamples, 0, kMostSamples));
  options.convention = {order_option(given), decimal_mark_option(given)};
  given.finish();
  return std::make_unique<ConversionRows>(
      profile::dry_run(session, session.relation(arguments[0].bytes()), options));
}

document::Json profile_update(engine::Session& session, Arguments arguments) {
  return profile::update_profile(
      session, arguments[0].bytes(),
      document::Options::from_text(arguments[1].bytes(), "tamis_profile_update"));
}

}  // namespace

std::vector<Function> profile_functions() {
  return {
      {.name = "tamis_profile",
       .parameters = {{"table", Type::text}, {"options", Type::json, Parameter::Arity::optional}},
       .result = Type::json,
       .columns = {{"position", Type::bigint},
                   {"column_name", Type::text},
                   {"declared_type", Type::text},
                   {"inferred_type", Type::text},
                   {"confidence", Type::number},
                   {"row_count", Type::bigint},
                   {"null_count", Type::bigint},
                   {"empty_count", Type::bigint},
                   {"missing_count", Type::bigint},
                   {"exception_count", Type::bigint},
                   {"undecided_count", Type::bigint},
                   {"distinct_count", Type::bigint},
                   {"min_value", Type::text},
                   {"max_value", Type::text},
                   {"date_order", Type::text},
                   {"suggestion", Type::text},
                   {"document", Type::json}},
       .callable = Report{profile_rows},
       .doc = "A row per column: what its values really are, counted in one scan",
       .cost = 100000},
      {.name = "tamis_dry_run",
       .parameters = {{"table", Type::text}, {"options", Type::json, Parameter::Arity::optional}},
       .result = Type::json,
       .columns = {{"position", Type::bigint},
                   {"column_name", Type::text},
                   {"target_type", Type::text},
                   {"suggested", Type::boolean},
                   {"present_count", Type::bigint},
                   {"convert_count", Type::bigint},
                   {"fail_count", Type::bigint},
                   {"missing_count", Type::bigint},
                   {"share", Type::number},
                   {"cast_options", Type::json},
                   {"samples", Type::json}},
       .callable = Report{dry_run_rows},
       .doc =
           "A row per column and target type: how many values would convert, samples of the rest",
       .cost = 100000},
      {.name = "tamis_profile_update",
       .parameters = {{"table", Type::text}, {"options", Type::json, Parameter::Arity::optional}},
       .result = Type::json,
       .columns = {},
       .callable = Action{profile_update},
       .doc = "Stores the sketches of the parts of a table that are new, and reads nothing else",
       .cost = 1000},
  };
}

}  // namespace tamis::catalog
