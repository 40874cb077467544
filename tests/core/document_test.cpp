// Documents in jsonb's text form, and options that let no mistake pass.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "core/document/options.h"
#include "core/error/error.h"

namespace tamis::document {
namespace {

TEST(Json, IsWrittenAsJsonbPrintsIt) {
  EXPECT_EQ(canonical(Json::parse(R"({"bb":1,"a":[true,null,1.50,-2],"c":{"z":"é\n\u0001"}})")),
            "{\"a\": [true, null, 1.5, -2], \"c\": {\"z\": \"é\\n\\u0001\"}, \"bb\": 1}");
  EXPECT_EQ(canonical(Json(1.0)), "1.0");
  EXPECT_EQ(canonical(Json(1e300)).size(), 303U);
  EXPECT_EQ(canonical(Json(std::nan(""))), "\"NaN\"");
  EXPECT_EQ(canonical(Json(18446744073709551615ULL)), "18446744073709551615");
}

TEST(Json, MendsTextThatJsonbCannotHold) {
  EXPECT_EQ(canonical(Json(std::string("a\xFF"
                                       "b"))),
            "\"a\xEF\xBF\xBD"
            "b\"");
  EXPECT_EQ(canonical(Json(std::string("a\0b", 3))),
            "\"a\xE2\x90\x80"
            "b\"");
}

TEST(Json, BadTextNamesTheByte) {
  try {
    parse("{\"a\": }", "options of f");
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.message(), "options of f is not valid JSON");
    EXPECT_EQ(e.detail(), R"(At byte 7 of "{"a": }".)");
  }
  EXPECT_THROW(parse(std::string(100, '['), "x"), Error);
  EXPECT_THROW(parse("[1e999]", "x"), Error);
}

std::string message_of(const std::function<void(Options&)>& use, std::string_view json) {
  try {
    Options options = Options::from_text(json, "f");
    use(options);
    options.finish();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), Code::invalid_option);
    return e.message() + "|" + e.detail() + "|" + e.hint();
  }
  return "accepted";
}

TEST(Options, NamesTheOptionAndTheValidOnes) {
  const auto use = [](Options& o) {
    o.boolean("dry_run", false);
    o.choice("mode", {"full", "delta"}, "full");
    o.integer("level", 3, 1, 9);
    o.number("share", 0.2, 0, 1);
    o.strings("key");
    o.string("name");
  };
  EXPECT_EQ(message_of(use, "{}"), "accepted");
  EXPECT_EQ(message_of(use, ""), "accepted");
  EXPECT_EQ(message_of(use, R"({"key":["a","b"],"level":9,"share":1,"mode":null})"), "accepted");
  EXPECT_EQ(message_of(use, R"({"modus":1})"),
            "f has no option \"modus\"||Valid options are \"dry_run\", \"key\", \"level\", "
            "\"mode\", \"name\" and \"share\".");
  const auto nest = [](Options& o) {
    Options inner = o.object("inner");
    inner.required_string("name");
    inner.finish();
  };
  EXPECT_EQ(message_of(nest, R"({"inner":{"name":"x","nmae":1}})"),
            "option \"inner\" of f has no option \"nmae\"||Valid options are \"name\".");
  EXPECT_EQ(message_of(nest, R"({"inner":{"nmae":"x"}})"),
            "option \"name\" of option \"inner\" of f is missing|Given are \"nmae\".|");
  EXPECT_EQ(message_of(nest, "{}"), "option \"name\" of option \"inner\" of f is missing||");
  EXPECT_EQ(message_of(use, R"({"dry_run":"yes"})"),
            "option \"dry_run\" of f must be true or false|Got \"yes\".|");
  EXPECT_EQ(message_of(use, R"({"mode":"half"})"),
            "option \"mode\" of f must be one of \"full\" and \"delta\"|Got \"half\".|");
  EXPECT_EQ(message_of(use, R"({"level":10})"),
            "option \"level\" of f must be between 1 and 9|Got \"10\".|");
  EXPECT_EQ(message_of(use, R"({"level":2.5})"),
            "option \"level\" of f must be an integer between 1 and 9|Got \"2.5\".|");
  EXPECT_EQ(message_of(use, R"({"share":1.5})"),
            "option \"share\" of f must be between 0.0 and 1.0|Got \"1.5\".|");
  EXPECT_EQ(message_of(use, R"({"key":[1]})"),
            "option \"key\" of f must be a string or an array of strings|Got \"[1]\".|");
  EXPECT_EQ(message_of(use, "[1]"), "options of f must be a JSON object|Got \"[1]\".|");
}

}  // namespace
}  // namespace tamis::document
