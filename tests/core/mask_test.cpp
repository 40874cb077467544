#include "core/mask/mask.h"

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/error/error.h"
#include "core/mask/keyed_hash.h"

namespace {

using tamis::Error;
using tamis::mask::Digest;
using tamis::mask::HmacSha256;
using tamis::mask::Masker;
using tamis::mask::Rule;
using namespace std::string_literals;

constexpr std::string_view kKey = "0123456789abcdef0123456789abcdef";

std::string masked(Rule rule, std::string_view value) {
  Masker masker(rule, tamis::mask::takes_key(rule) ? std::optional(kKey) : std::nullopt);
  return std::string(masker.apply(value).value_or("NULL"));
}

std::string hex(const Digest& digest) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  for (const unsigned char byte : digest) {
    out += kHex[byte >> 4U];
    out += kHex[byte & 15U];
  }
  return out;
}

std::string hmac(std::string_view key, std::string_view data) {
  HmacSha256 mac(key);
  mac.start();
  mac.update("left over from an earlier value");
  mac.start();
  mac.update(data);
  return hex(mac.finish());
}

TEST(Mask, HashesAsTheStandardsVectors) {
  EXPECT_EQ(masked(Rule::sha256, "abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(masked(Rule::sha256, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(masked(Rule::sha256, ""),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(masked(Rule::sha256, std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// RFC 4231, sections 4.2 to 4.8 (4.6 truncates and says nothing here).
TEST(Mask, KeysHashesAsTheStandardsVectors) {
  EXPECT_EQ(hmac(std::string(20, '\x0b'), "Hi There"),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hmac("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hmac(std::string(20, '\xaa'), std::string(50, '\xdd')),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  std::string counted;
  for (char c = 1; c <= 25; ++c) counted += c;
  EXPECT_EQ(hmac(counted, std::string(50, '\xcd')),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
  EXPECT_EQ(
      hmac(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First"),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  EXPECT_EQ(hmac(std::string(131, '\xaa'),
                 "This is a test using a larger than block-size key and a larger than block-size "
                 "data. The key needs to be hashed before being used by the HMAC algorithm."),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

TEST(Mask, ShowsLastFourOfLongValuesOnly) {
  EXPECT_EQ(masked(Rule::last4, "4111111111111111"), "************1111");
  EXPECT_EQ(masked(Rule::last4, "12345678"), "****5678");
  EXPECT_EQ(masked(Rule::last4, "1234567"), "*******");
  EXPECT_EQ(masked(Rule::last4, "1234"), "****");
  EXPECT_EQ(masked(Rule::last4, "1"), "*");
  EXPECT_EQ(masked(Rule::last4, ""), "");
}

TEST(Mask, CountsCharactersNotBytes) {
  EXPECT_EQ(masked(Rule::last4, "Łódź Śląskie"), "********skie");
  EXPECT_EQ(masked(Rule::last4, "Übermütig"), "*****ütig");
  EXPECT_EQ(masked(Rule::last4, "日本語日本語漢字"), "****本語漢字"s);
  EXPECT_EQ(masked(Rule::last4, "日本語日本語漢"), "*******");
  EXPECT_EQ(masked(Rule::last4, "abcdefg😀"), "****efg😀");
}

TEST(Mask, ShowsNoBrokenBytes) {
  EXPECT_EQ(masked(Rule::last4, "12345678\xFF"), "*********");
  EXPECT_EQ(masked(Rule::last4, "\x80\x80\x80\x80\x80\x80\x80\x80"), "********");
  EXPECT_EQ(masked(Rule::last4, "1234\xE2\x82"s + "5678"), "******5678");
  EXPECT_EQ(masked(Rule::last4, "\xC3"), "*");
}

TEST(Mask, CutsAddressesToTheirNetwork) {
  EXPECT_EQ(masked(Rule::ip_truncate, "192.0.2.146"), "192.0.2.0");
  EXPECT_EQ(masked(Rule::ip_truncate, " 10.1.2.3 "), "10.1.2.0");
  EXPECT_EQ(masked(Rule::ip_truncate, "192.0.2.146/32"), "192.0.2.0/24");
  EXPECT_EQ(masked(Rule::ip_truncate, "10.1.0.0/16"), "10.1.0.0/16");
  EXPECT_EQ(masked(Rule::ip_truncate, "2001:0db8:85a3:0000:0000:8a2e:0370:7334"),
            "2001:db8:85a3::");
  EXPECT_EQ(masked(Rule::ip_truncate, "2001:db8:85a3:1:2:3:4:5/128"), "2001:db8:85a3::/48");
  EXPECT_EQ(masked(Rule::ip_truncate, "::ffff:192.0.2.146"), "::ffff:192.0.2.0");
  EXPECT_EQ(masked(Rule::ip_truncate, "fe80::1%eth0"), "fe80::");
  EXPECT_EQ(masked(Rule::ip_truncate, "::1"), "::");
}

TEST(Mask, RedactsWhatIsNoAddress) {
  for (const std::string& value :
       {""s, "nobody"s, "192.0.2"s, "192.0.2.256"s, "192.0.2.1:80"s, "192.0.2.1/33"s, "192.0.2.1/"s,
        "192.0.2.1/-1"s, "192.0.2.1%eth0"s, "192.0.2.1\0"s, "::1::2"s, "1:2:3:4:5:6:7:8:9"s,
        "192.0.02.1x"s, std::string(100, '1'), "::1/129"s, "\xFF"s}) {
    EXPECT_EQ(masked(Rule::ip_truncate, value), "[redacted]") << value;
  }
}

TEST(Mask, KeepsTheDomainOfMail) {
  EXPECT_EQ(masked(Rule::email, "ada@example.com"), "***@example.com");
  EXPECT_EQ(masked(Rule::email, "a@b"), "***@b");
  EXPECT_EQ(masked(Rule::email, "\"a@home\"@example.com"), "***@example.com");
  EXPECT_EQ(masked(Rule::email, " ada@müller.example "), "***@müller.example");
  for (const char* const value :
       {"", "@", "ada", "@example.com", "ada@", "Ada <ada@example.com>", "ada@ example.com",
        "ada@[192.0.2.1]", "ada@example.com?subject=x", "ada@a\tb"}) {
    EXPECT_EQ(masked(Rule::email, value), "[redacted]") << value;
  }
}

TEST(Mask, HidesWhole) {
  EXPECT_EQ(masked(Rule::redact, ""), "[redacted]");
  EXPECT_EQ(masked(Rule::redact, "anything"), "[redacted]");
  EXPECT_EQ(masked(Rule::null, "anything"), "NULL");
}

bool same_format(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  const auto kind = [](char c) {
    if (c >= '0' && c <= '9') return '0';
    if (c >= 'a' && c <= 'z') return 'a';
    return c >= 'A' && c <= 'Z' ? 'A' : c;
  };
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (kind(a[i]) != kind(b[i])) return false;
  }
  return true;
}

TEST(Mask, TokensKeepTheFormat) {
  for (const std::string& value :
       {"+41 44 668 18 00"s, "4111-1111-1111-1111"s, "AB-123456-cd"s, "ada.lovelace@example.com"s,
        "CH93 0076 2011 6238 5295 7"s, std::string(128, 'x')}) {
    const std::string token = masked(Rule::tokenise, value);
    EXPECT_TRUE(same_format(value, token)) << value << " " << token;
    EXPECT_NE(token, value);
    EXPECT_EQ(token, masked(Rule::tokenise, value));
  }
}

// Drawn at random, 100,000 of ten million would meet hundreds of times.
TEST(Mask, TokensOfOneFormatNeverCollide) {
  Masker masker(Rule::tokenise, kKey);
  std::set<std::string> tokens;
  for (int i = 0; i < 100'000; ++i) {
    tokens.insert(std::string(*masker.apply(std::to_string(1'000'000 + i))));
  }
  EXPECT_EQ(tokens.size(), 100'000U);
  // A permutation that spreads: neighbours must not stay neighbours.
  int leading[10] = {};
  for (const std::string& token : tokens) ++leading[token[0] - '0'];
  for (const int count : leading) EXPECT_NEAR(count, 10'000, 600);
}

TEST(Mask, TokensOfSmallFormatsAreOpaque) {
  std::set<std::string> tokens;
  const std::string values[] = {
      "", "1", "12345", "abcd", "---", "Müller-Meier", "李明", "123456\xFF", std::string(129, 'x')};
  for (const std::string& value : values) {
    const std::string token = masked(Rule::tokenise, value);
    EXPECT_TRUE(token.starts_with("tok_") && token.size() == 36) << value << " " << token;
    tokens.insert(token);
  }
  EXPECT_EQ(tokens.size(), std::size(values));
}

TEST(Mask, TokensNeedTheirKey) {
  Masker other(Rule::tokenise, "another key of enough bytes");
  EXPECT_NE(masked(Rule::tokenise, "4111111111111111"), *other.apply("4111111111111111"));
  EXPECT_NE(masked(Rule::tokenise, "12"), *other.apply("12"));
}

// What is stored must be found again by the next release: the construction is fixed by vectors
// computed by an independent program in another language.
TEST(Mask, TokensStayAsTheyAre) {
  EXPECT_EQ(masked(Rule::tokenise, "4111-1111-1111-1111"), "7044-5729-7998-8158");
  EXPECT_EQ(masked(Rule::tokenise, "AB-123456-cd"), "WX-120125-es");
  EXPECT_EQ(masked(Rule::tokenise, "12"), "tok_ef3404cee8e050604eebbc49861d636d");
}

TEST(Mask, KnowsNamesAndAliases) {
  EXPECT_EQ(tamis::mask::parse("hash_sha256"), Rule::sha256);
  EXPECT_EQ(tamis::mask::parse("mask_except_last_4"), Rule::last4);
  EXPECT_EQ(tamis::mask::parse("truncate_last_octet"), Rule::ip_truncate);
  for (const Rule rule : {Rule::sha256, Rule::hmac_sha256, Rule::last4, Rule::ip_truncate,
                          Rule::email, Rule::redact, Rule::null, Rule::tokenise}) {
    EXPECT_EQ(tamis::mask::parse(tamis::mask::name_of(rule)), rule);
  }
}

void expect_refusal(const std::function<void()>& deed, std::string_view message) {
  try {
    deed();
    FAIL() << "no error: " << message;
  } catch (const Error& e) {
    EXPECT_EQ(e.message(), message);
    for (const std::string_view secret : {"sixteen", "hunter2"}) {
      for (const std::string& text : {e.message(), e.detail(), e.hint()}) {
        EXPECT_EQ(text.find(secret), std::string::npos) << text;
      }
    }
  }
}

TEST(Mask, RefusesWithoutTellingKeys) {
  expect_refusal([] { tamis::mask::parse("sixteen bytes key"); }, "no such mask rule");
  expect_refusal([] { tamis::mask::parse("SHA256"); }, "no such mask rule");
  expect_refusal([] { Masker(Rule::hmac_sha256, std::nullopt); },
                 "mask rule \"hmac_sha256\" needs a key");
  expect_refusal([] { Masker(Rule::tokenise, "hunter2"); },
                 "the key of mask rule \"tokenise\" is too short");
  expect_refusal([] { Masker(Rule::tokenise, ""); },
                 "the key of mask rule \"tokenise\" is too short");
  expect_refusal([] { Masker(Rule::last4, "sixteen bytes key"); },
                 "mask rule \"last4\" takes no key");
}

}  // namespace
