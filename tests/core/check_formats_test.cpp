// Formats by name: one that has each, and what must not.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/quality/check/formats.h"

namespace tamis::quality {
namespace {

bool has(std::string_view format, std::string_view text) {
  const NamedFormat* const found = find_format(format);
  if (found == nullptr) {
    ADD_FAILURE() << "no format " << format;
    return false;
  }
  Cell cell;
  cell.take(engine::Value::text(text));
  return found->has(cell);
}

struct Case {
  std::string_view format;
  std::vector<std::string_view> good;
  std::vector<std::string_view> bad;
};

class Formats : public testing::TestWithParam<Case> {};

TEST_P(Formats, TellsWhatHasIt) {
  const Case& c = GetParam();
  for (const std::string_view text : c.good) EXPECT_TRUE(has(c.format, text)) << text;
  for (const std::string_view text : c.bad) EXPECT_FALSE(has(c.format, text)) << text;
}

INSTANTIATE_TEST_SUITE_P(
    Soda, Formats,
    testing::Values(
        Case{"credit card number",
             {"4111111111111111", "4111 1111 1111 1111", "3782-822463-10005"},
             {"4111111111111112", "1234", "4111a111"}},
        Case{"date eu",
             {"31/12/2024", "1.2.2024", "31-12-2024"},
             {"12/31/2024", "31/12-2024", "31/12/24", "30/02/2024"}},
        Case{"date us", {"12/31/2024", "2/29/2024"}, {"31/12/2024", "2/29/2023"}},
        Case{"date inverse", {"2024/12/31", "2024-1-2"}, {"2024/31/12", "24/12/31"}},
        Case{"date iso 8601",
             {"2024-12-31", "2024-12-31T10:00:00Z", "20241231T100000Z"},
             {"2024/12/31", "2024-13-01"}},
        Case{"decimal", {"1", "-1.5", "1,5", ".5", "+3"}, {"1,234.5", "1.", "x", "1e3"}},
        Case{"decimal point", {"1.5", "1"}, {"1,5"}}, Case{"decimal comma", {"1,5", "1"}, {"1.5"}},
        Case{"positive decimal", {"1.5", "0", "+1,5"}, {"-1.5"}},
        Case{"positive decimal point", {"1.5"}, {"1,5", "-1.5"}},
        Case{"positive decimal comma", {"1,5"}, {"1.5"}},
        Case{"negative decimal", {"-1.5", "-1,5", "0.0"}, {"1.5"}},
        Case{"negative decimal point", {"-1.5"}, {"-1,5"}},
        Case{"negative decimal comma", {"-1,5"}, {"-1.5"}},
        Case{"integer",
             {"1", "-7", "+5", "007", "123456789012345678901234567890"},
             {"1.0", "x", "-"}},
        Case{"positive integer", {"1", "+5", "0"}, {"-1"}},
        Case{"negative integer", {"-1", "0"}, {"1"}},
        Case{"percentage", {"5%", "5.5 %", "-5,5%"}, {"5", "%", "5%%"}},
        Case{"percentage point", {"5.5%"}, {"5,5%"}}, Case{"percentage comma", {"5,5%"}, {"5.5%"}},
        Case{"positive percentage", {"5%"}, {"-5%"}},
        Case{"positive percentage point", {"5.5%"}, {"-5.5%", "5,5%"}},
        Case{"positive percentage comma", {"5,5%"}, {"5.5%"}},
        Case{"negative percentage", {"-5%"}, {"5%"}},
        Case{"negative percentage point", {"-5.5%"}, {"-5,5%"}},
        Case{"negative percentage comma", {"-5,5%"}, {"-5.5%"}},
        Case{"money", {"$1,234.50", "12.50 EUR", "€5"}, {"12.50", "5%"}},
        Case{"money point", {"$1,234.50", "EUR 5"}, {"1.234,50 €"}},
        Case{"money comma", {"1.234,50 €"}, {"$1,234.50"}},
        Case{"email", {"a.b@example.org"}, {"a@", "a b@c.org"}},
        Case{"phone number", {"+49 30 123456", "(555) 123-4567"}, {"123", "abc"}},
        Case{"ip address", {"10.0.0.1", "::1"}, {"10.0.0.256", "10.0.0.0/8"}},
        Case{"ipv4 address", {"10.0.0.1"}, {"::1", "1.2.3"}},
        Case{"ipv6 address", {"2001:db8::1"}, {"10.0.0.1"}},
        Case{"uuid", {"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"}, {"a0eebc99"}},
        Case{"time 24h", {"14:30:59", "23:59:59.5"}, {"24:00:00", "14:30", "2:30:00 PM"}},
        Case{"time 24h nosec", {"14:30"}, {"14:30:00", "25:00"}},
        Case{"time 12h", {"02:30:59 PM", "2:30:59am"}, {"14:30:59", "13:00:00 PM"}},
        Case{"time 12h nosec", {"2:30 PM"}, {"2:30", "2:30:00 PM"}},
        Case{"timestamp 24h",
             {"2024-01-31 14:30:00", "31.01.2024 14:30"},
             {"2024-01-31", "1/31/2024 2:30 PM"}},
        Case{"timestamp 12h", {"1/31/2024 2:30 PM"}, {"2024-01-31 14:30:00"}}));

INSTANTIATE_TEST_SUITE_P(
    Others, Formats,
    testing::Values(
        Case{"iban", {"DE89370400440532013000"}, {"DE89370400440532013001"}},
        Case{"country code", {"DE", "FRA"}, {"XX", "Germany"}},
        Case{"currency code", {"EUR"}, {"EU"}}, Case{"language code", {"de", "pt-BR"}, {"xx"}},
        Case{"uri", {"mailto:a@b.org", "urn:isbn:0451450523"}, {"www.example.org", "a b:c"}},
        Case{"hostname", {"example.org", "a-1.b"}, {"-a.org", "a..b", "a_b"}},
        Case{"date-time", {"2024-01-31T10:00:00Z"}, {"2024-01-31", "2024-01-31T10:00:00"}},
        Case{"url", {"https://example.org/a"}, {"example"}}, Case{"json", {"{\"a\": 1}"}, {"{a}"}},
        Case{"mac", {"00:1b:44:11:3a:b7"}, {"00:1b"}}, Case{"boolean", {"yes", "false"}, {"2"}},
        Case{"cidr", {"10.0.0.0/8"}, {"10.0.0.1"}},
        Case{"duration", {"PT1H", "90 min"}, {"soon"}}));

TEST(FormatNames, AreThoseOfSodaAndOurTypes) {
  EXPECT_EQ(find_format("e-mail"), nullptr);
  for (std::size_t i = 0; i < types::kTypes; ++i) {
    const auto type = static_cast<types::Type>(i);
    if (!types::is_present(type) || type == types::Type::invalid_date) continue;
    EXPECT_NE(find_format(types::name_of(type)), nullptr) << types::name_of(type);
  }
  EXPECT_NE(listed_formats().find("\"timestamp 12h\""), std::string::npos);
}

}  // namespace
}  // namespace tamis::quality
