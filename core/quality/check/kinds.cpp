#include "core/quality/check/kinds.h"

#include <algorithm>
#include <array>

namespace tamis::quality {
namespace {

using enum ArgumentType;

constexpr std::string_view kOrders = "dmy|mdy|ymd";
constexpr std::string_view kMarks = "point|comma";
constexpr std::string_view kOperators = "=|<>|<|<=|>|>=";

constexpr std::array kMissing{Argument{"markers", texts}};
constexpr std::array kAbsence{Argument{"as", text}};
constexpr std::array kType{Argument{"type", text, true}, Argument{"order", text, false, kOrders},
                           Argument{"decimal_mark", text, false, kMarks},
                           Argument{"formats", texts}};
constexpr std::array kFits{Argument{"type", text, true}};
constexpr std::array kBound{Argument{"bound", scalar, true}, Argument{"exclusive", boolean},
                            Argument{"order", text, false, kOrders},
                            Argument{"decimal_mark", text, false, kMarks},
                            Argument{"formats", texts}};
constexpr std::array kMultiple{Argument{"of", number, true},
                               Argument{"decimal_mark", text, false, kMarks}};
constexpr std::array kLength{Argument{"length", integer, true}};
constexpr std::array kSet{Argument{"values", scalars, true}, Argument{"ignore_case", boolean}};
constexpr std::array kPatterns{Argument{"patterns", texts, true}, Argument{"whole", boolean},
                               Argument{"ignore_case", boolean}};
constexpr std::array kFormat{Argument{"formats", texts, true}};
constexpr std::array kCasing{Argument{"case", text, true, "lower|upper|title"}};
constexpr std::array kStorage{Argument{"classes", texts, true}};
constexpr std::array kUnambiguous{Argument{"order", text, false, kOrders}};
constexpr std::array kTruncated{Argument{"lengths", any}};
constexpr std::array kCompare{Argument{"operator", text, true, kOperators}};
constexpr std::array kTuples{Argument{"values", tuples, true}};
constexpr std::array kSum{Argument{"total", number}, Argument{"total_column", text},
                          Argument{"within", number}};
constexpr std::array kPresentCount{Argument{"minimum", integer}, Argument{"maximum", integer}};
constexpr std::array kSql{Argument{"sql", text, true}};
constexpr std::array kMetric{
    Argument{"metric", text, true,
             "missing_count|missing_ratio|null_count|null_ratio|distinct_count|distinct_ratio|"
             "duplicate_count|min|max|mean|median|sum|stddev|variance|quantile|skewness|kurtosis|"
             "entropy|min_length|max_length|mean_length|most_common_ratio"},
    Argument{"q", number}};
constexpr std::array kValues{Argument{"values", scalars, true}};
constexpr std::array kContains{Argument{"values", scalars, true}, Argument{"exactly", boolean}};
constexpr std::array kCorrelation{
    Argument{"method", text, false, "pearson|cramers_v|mutual_information"}};
constexpr std::array kUnique{Argument{"ignore", texts}};
constexpr std::array kReferences{Argument{"table", text, true}, Argument{"columns", texts},
                                 Argument{"table_where", text}};
constexpr std::array kCardinality{Argument{"relation", text, true, "1:1|1:n|n:1"},
                                  Argument{"table", text}, Argument{"columns", texts}};
constexpr std::array kMonotone{Argument{"direction", text, false, "increasing|decreasing"},
                               Argument{"strict", boolean}, Argument{"order_by", texts},
                               Argument{"by", texts}};
constexpr std::array kSequential{Argument{"step", number}, Argument{"by", texts}};
constexpr std::array kGaps{Argument{"period", text, true, "hour|day|week|month|quarter|year"},
                           Argument{"from", text}, Argument{"to", text}, Argument{"by", texts}};
constexpr std::array kOverlap{Argument{"by", texts},
                              Argument{"gaps", text, false, "allowed|forbidden"}};
// Groups in which no value has more than that share of the rows are not judged: nobody can tell
// which of their rows are wrong. A missing dependent is a value like any other.
constexpr std::array kDetermines{Argument{"majority", number}};
constexpr std::array kMisspelling{Argument{"known", texts}};
constexpr std::array kVariants{Argument{"ignore", texts}};
constexpr std::array kOutliers{Argument{"method", text, false, "zscore|mad|iqr"},
                               Argument{"threshold", number}, Argument{"by", texts},
                               Argument{"window", integer}, Argument{"order_by", texts}};
constexpr std::array kColumns{
    Argument{"exactly", texts},   Argument{"set", texts},     Argument{"contains", texts},
    Argument{"forbidden", texts}, Argument{"count", integer}, Argument{"minimum", integer},
    Argument{"maximum", integer}, Argument{"pattern", text},  Argument{"types", object}};
constexpr std::array kIdentifiers{Argument{"most_bytes", integer}};
constexpr std::array kSchemaDrift{Argument{"baseline", object}};
constexpr std::array kRowsCompared{Argument{"table", text, true},
                                   Argument{"operator", text, false, kOperators},
                                   Argument{"factor", number}, Argument{"within", number}};
constexpr std::array kEquals{Argument{"table", text, true}, Argument{"columns", texts},
                             Argument{"key", texts}};
constexpr std::array kMetricCompared{
    Argument{"metric", text, true, "count|distinct_count|min|max|sum|mean"},
    Argument{"table", text, true}, Argument{"other_column", text}, Argument{"within", number}};
constexpr std::array kFreshness{Argument{"within", text, true}, Argument{"by", texts}};
constexpr std::array kVolume{Argument{"sensitivity", number}, Argument{"least_history", integer},
                             Argument{"max_change", number}, Argument{"window", text}};
constexpr std::array kAnomaly{
    Argument{"metric", text, true},  Argument{"q", number},
    Argument{"sensitivity", number}, Argument{"least_history", integer},
    Argument{"max_change", number},  Argument{"direction", text, false, "both|up|down"}};
constexpr std::array kDrift{Argument{"table", text, true},
                            Argument{"measure", text, false, "psi|ks|chi_square|js"},
                            Argument{"threshold", number}};
constexpr std::array kQuery{Argument{"query", text, true}};
constexpr std::array kFile{Argument{"path", text, true}, Argument{"sha256", text},
                           Argument{"bytes", integer},   Argument{"encoding", text, false, "utf-8"},
                           Argument{"header", texts},    Argument{"delimiter", text}};

using enum Mode;
using enum Dimension;

constexpr std::array kKinds{
    Kind{Check::not_missing, "not_missing", value, completeness, "missing-value", 1, 1, kMissing,
         "Neither NULL nor '', blank or a missing marker"},
    Kind{Check::not_null, "not_null", value, completeness, "null-value", 1, 1, {}, "Not NULL"},
    Kind{Check::not_empty,
         "not_empty",
         value,
         completeness,
         "empty-value",
         1,
         1,
         {},
         "Neither '' nor blank; NULL is skipped"},
    Kind{Check::type, "type", value, validity, "type-error", 1, 1, kType,
         "Reads as a type, and as one meaning of it"},
    Kind{Check::fits, "fits", value, validity, "out-of-range", 1, 1, kFits,
         "Fits a type of the target: smallint, numeric(10,2), varchar(20), timestamp"},
    Kind{Check::minimum, "minimum", value, validity, "range-error", 1, 1, kBound,
         "At least a number, date or timestamp"},
    Kind{Check::maximum, "maximum", value, validity, "range-error", 1, 1, kBound,
         "At most a number, date or timestamp"},
    Kind{Check::multiple_of, "multiple_of", value, validity, "range-error", 1, 1, kMultiple,
         "A whole multiple of a number"},
    Kind{Check::min_length, "min_length", value, validity, "length-error", 1, 1, kLength,
         "At least so many characters"},
    Kind{Check::max_length, "max_length", value, validity, "length-error", 1, 1, kLength,
         "At most so many characters"},
    Kind{Check::in_set, "in_set", value, validity, "set-error", 1, 1, kSet,
         "One of the values listed"},
    Kind{Check::not_in_set, "not_in_set", value, validity, "set-error", 1, 1, kSet,
         "None of the values listed"},
    Kind{Check::pattern, "pattern", value, validity, "pattern-error", 1, 1, kPatterns,
         "Matches one of the regular expressions"},
    Kind{Check::not_pattern, "not_pattern", value, validity, "pattern-error", 1, 1, kPatterns,
         "Matches none of the regular expressions"},
    Kind{Check::like, "like", value, validity, "pattern-error", 1, 1, kPatterns,
         "Is like one of the patterns of % and _"},
    Kind{Check::not_like, "not_like", value, validity, "pattern-error", 1, 1, kPatterns,
         "Is like none of the patterns of % and _"},
    Kind{Check::format, "format", value, validity, "format-error", 1, 1, kFormat,
         "Has one of the named formats"},
    Kind{Check::casing, "casing", value, consistency, "casing-error", 1, 1, kCasing,
         "Is written in one case"},
    Kind{Check::ascii,
         "ascii",
         value,
         validity,
         "character-error",
         1,
         1,
         {},
         "Has ASCII characters only"},
    Kind{Check::trimmed,
         "trimmed",
         value,
         consistency,
         "space-error",
         1,
         1,
         {},
         "Has no space around it, no odd space and no run of spaces inside"},
    Kind{Check::no_control,
         "no_control",
         value,
         validity,
         "character-error",
         1,
         1,
         {},
         "Has no control character but tab and line ends"},
    Kind{Check::no_nul, "no_nul", value, validity, "nul-byte", 1, 1, {}, "Has no NUL byte"},
    Kind{Check::utf8, "utf8", value, validity, "encoding-error", 1, 1, {}, "Is valid UTF-8"},
    Kind{Check::nfc,
         "nfc",
         value,
         consistency,
         "unicode-form",
         1,
         1,
         {},
         "Is in Unicode's composed form, NFC"},
    Kind{Check::storage, "storage", value, consistency, "storage-class", 1, 1, kStorage,
         "Is stored in one of the classes: integer, real, text, blob"},
    Kind{Check::unambiguous, "unambiguous", value, accuracy, "ambiguous-date", 1, 1, kUnambiguous,
         "Is no date whose day and month could be swapped"},
    Kind{Check::not_truncated, "not_truncated", value, accuracy, "truncated-value", 1, 1,
         kTruncated, "Does not end where a narrow column or number would have cut it"},
    Kind{Check::conforming,
         "conforming",
         value,
         validity,
         "type-error",
         1,
         1,
         {},
         "Reads as the type the column's own values agree on"},
    Kind{Check::canonical,
         "canonical",
         value,
         consistency,
         "form-error",
         1,
         1,
         {},
         "Is written in the one plain form of its type"},
    Kind{Check::native,
         "native",
         value,
         consistency,
         "storage-type",
         1,
         1,
         {},
         "Is stored as its type, not as text"},
    Kind{Check::one_absence, "one_absence", value, consistency, "absence-form", 1, 1, kAbsence,
         "If missing, is NULL, or the one text that stands for it"},

    Kind{Check::compare, "compare", row, consistency, "pair-error", 2, 2, kCompare,
         "Compares two columns of a row"},
    Kind{Check::pair_in_set, "pair_in_set", row, consistency, "set-error", 2, -1, kTuples,
         "The columns together are one of the tuples listed"},
    Kind{Check::sum_equals, "sum_equals", row, consistency, "sum-error", 1, -1, kSum,
         "The columns add up to a number or a column"},
    Kind{Check::present_count, "present_count", row, completeness, "missing-value", 1, -1,
         kPresentCount, "So many of the columns are present"},
    Kind{Check::distinct_within,
         "distinct_within",
         row,
         consistency,
         "repeated-value",
         2,
         -1,
         {},
         "No two of the columns are equal in a row"},
    Kind{Check::expression, "expression", row, consistency, "row-error", 0, -1, kSql,
         "A SQL condition holds for each row; NULL is skipped"},

    Kind{Check::row_count,
         "row_count",
         metric,
         completeness,
         "row-count",
         0,
         0,
         {},
         "The number of rows"},
    Kind{Check::metric, "metric", metric, accuracy, "metric-error", 1, 1, kMetric,
         "A number over the column"},
    Kind{Check::most_common_in, "most_common_in", metric, accuracy, "metric-error", 1, 1, kValues,
         "The most frequent value is one of those listed"},
    Kind{Check::contains_values, "contains_values", metric, completeness, "missing-category", 1, 1,
         kContains, "Each of the values listed appears"},
    Kind{Check::correlation, "correlation", metric, accuracy, "metric-error", 2, 2, kCorrelation,
         "How strongly two columns go together"},

    Kind{Check::unique, "unique", set, uniqueness, "duplicate-key", 1, -1, kUnique,
         "No two rows have the same key"},
    Kind{Check::unique_rows,
         "unique_rows",
         set,
         uniqueness,
         "duplicate-row",
         0,
         -1,
         {},
         "No two rows are the same in all columns, or in those named"},
    Kind{Check::determines, "determines", set, consistency, "dependency-error", 2, -1, kDetermines,
         "The columns but the last decide the last"},
    Kind{Check::references, "references", set, consistency, "foreign-key", 1, -1, kReferences,
         "The key is one of another table"},
    Kind{Check::cardinality, "cardinality", set, consistency, "cardinality-error", 1, -1,
         kCardinality, "One to one, one to many or many to one"},
    Kind{Check::monotone, "monotone", set, consistency, "order-error", 1, 1, kMonotone,
         "Rises, or falls, from row to row"},
    Kind{Check::sequential, "sequential", set, completeness, "sequence-error", 1, 1, kSequential,
         "Rises by one step, without gaps or repeats"},
    Kind{Check::no_gaps, "no_gaps", set, completeness, "missing-period", 1, 1, kGaps,
         "Each period between the first and the last has a row"},
    Kind{Check::no_overlap, "no_overlap", set, consistency, "overlapping-range", 2, 2, kOverlap,
         "Half-open ranges exclude each other"},
    Kind{Check::variants, "variants", set, consistency, "spelling-variant", 1, 1, kVariants,
         "No two values differ only in case, spaces or Unicode form"},
    Kind{Check::outliers, "outliers", set, accuracy, "outlier", 1, 1, kOutliers,
         "Lies where the other values do"},
    Kind{Check::misspelling, "misspelling", set, accuracy, "misspelling", 1, 1, kMisspelling,
         "Is no rare value a keystroke or two from a frequent one"},

    Kind{Check::columns, "columns", table, validity, "schema-error", 0, 0, kColumns,
         "The table has the columns it should have"},
    Kind{Check::identifiers, "identifiers", table, validity, "identifier-collision", 0, 0,
         kIdentifiers, "No two names collide in another case or cut to 63 bytes"},
    Kind{Check::schema_drift, "schema_drift", table, consistency, "schema-drift", 0, 0,
         kSchemaDrift, "The columns are those of the baseline, or of the last stored check"},
    Kind{Check::rows_compared, "rows_compared", table, completeness, "row-count", 0, 0,
         kRowsCompared, "The number of rows against that of another table"},
    Kind{Check::equals, "equals", table, accuracy, "table-difference", 0, 0, kEquals,
         "The same rows as another table"},
    Kind{Check::metric_compared, "metric_compared", table, accuracy, "table-difference", 1, 1,
         kMetricCompared, "The same number as over a column of another table"},
    Kind{Check::freshness, "freshness", table, timeliness, "stale-data", 1, 1, kFreshness,
         "The newest moment is no older than agreed"},
    Kind{Check::volume, "volume", table, timeliness, "volume-anomaly", 0, 1, kVolume,
         "The number of rows is what the stored history lets expect"},
    Kind{Check::anomaly, "anomaly", table, accuracy, "metric-anomaly", 1, 1, kAnomaly,
         "A number over the column is what the stored history lets expect"},
    Kind{Check::drift, "drift", table, accuracy, "drift", 1, 1, kDrift,
         "The values are spread as in another table"},
    Kind{Check::sql, "sql", table, accuracy, "sql-error", 0, -1, kQuery,
         "A query's single number keeps the tolerance"},
    Kind{Check::failed_rows, "failed_rows", table, accuracy, "row-error", 0, -1, kQuery,
         "A query that finds broken rows finds none"},
    Kind{Check::file, "file", table, accuracy, "file-error", 0, 0, kFile,
         "A file has its checksum, size, encoding and header"},
};
static_assert(std::size(kKinds) == static_cast<std::size_t>(Check::file) + 1);
static_assert([] {
  for (std::size_t i = 0; i < std::size(kKinds); ++i) {
    if (static_cast<std::size_t>(kKinds[i].check) != i) return false;
  }
  return true;
}());

constexpr std::array<std::string_view, kDimensions> kDimensionNames{
    "completeness", "validity", "uniqueness", "consistency", "timeliness", "accuracy"};

}  // namespace

std::string_view name_of(Dimension dimension) noexcept {
  return kDimensionNames[static_cast<std::size_t>(dimension)];
}

bool from_name(std::string_view name, Dimension& out) noexcept {
  if (name == "conformity") {
    out = validity;
    return true;
  }
  if (name == "coverage") {
    out = completeness;
    return true;
  }
  const auto found = std::find(kDimensionNames.begin(), kDimensionNames.end(), name);
  if (found == kDimensionNames.end()) return false;
  out = static_cast<Dimension>(found - kDimensionNames.begin());
  return true;
}

std::span<const Kind> kinds() noexcept { return kKinds; }

const Kind& kind_of(Check check) noexcept { return kKinds[static_cast<std::size_t>(check)]; }

const Kind* find_kind(std::string_view name) noexcept {
  const auto* const found = std::find_if(kKinds.begin(), kKinds.end(),
                                         [&](const Kind& kind) { return kind.name == name; });
  return found == kKinds.end() ? nullptr : found;
}

}  // namespace tamis::quality
