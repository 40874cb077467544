// Signatures against AWS's published examples and test suite, escaping, and what the errors of a
// store become. Secrets in here are the ones of the published examples.
#include <gtest/gtest.h>

#include "core/error/error.h"
#include "core/storage/http/caller.h"
#include "core/storage/http/digest.h"
#include "core/storage/remote/remote_place.h"
#include "core/storage/s3/s3_errors.h"
#include "core/storage/s3/s3_requests.h"
#include "core/storage/s3/sigv4.h"

namespace tamis::storage {
namespace {

constexpr std::string_view kEmpty =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

Request request_to(std::string_view host, std::string_view path, Query query, Headers headers,
                   std::string_view method = "GET") {
  Url url{Endpoint::parse("https://" + std::string(host)), percent_encoded(path, true),
          std::move(query)};
  return {method, std::move(url), std::move(headers), nullptr};
}

std::string signature_of(const std::string& header) {
  return header.substr(header.find("Signature=") + 10);
}

// The examples of "Authenticating Requests: Using the Authorization Header".
std::string s3_example(std::string_view method, std::string_view path, Query query, Headers headers,
                       std::string_view payload) {
  headers.push_back({"x-amz-content-sha256", std::string(payload)});
  headers.push_back({"x-amz-date", "20130524T000000Z"});
  return authorization(
      request_to("examplebucket.s3.amazonaws.com", path, std::move(query), headers, method),
      kAwsScheme, {"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1"},
      payload, "20130524T000000Z");
}

// AWS's general suite signs for a service called "service".
std::string suite(std::string_view path, Query query, Headers headers = {}) {
  SigningScheme scheme = kAwsScheme;
  scheme.service = "service";
  headers.push_back({"x-amz-date", "20150830T123600Z"});
  return signature_of(authorization(
      request_to("example.amazonaws.com", path, std::move(query), std::move(headers)), scheme,
      {"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "us-east-1"}, kEmpty,
      "20150830T123600Z"));
}

TEST(SigV4, GetOfARange) {
  EXPECT_EQ(s3_example("GET", "/test.txt", {}, {{"range", "bytes=0-9"}}, kEmpty),
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
            "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "
            "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
}

TEST(SigV4, PutOfAnObject) {
  const std::string payload = hex(sha256("Welcome to Amazon S3."));
  EXPECT_EQ(payload, "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072");
  EXPECT_EQ(signature_of(s3_example("PUT", "/test$file.text", {},
                                    {{"date", "Fri, 24 May 2013 00:00:00 GMT"},
                                     {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
                                    payload)),
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
}

TEST(SigV4, QueriesWithAndWithoutValues) {
  EXPECT_EQ(signature_of(s3_example("GET", "/", {{"lifecycle", ""}}, {}, kEmpty)),
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
  EXPECT_EQ(signature_of(s3_example("GET", "/", {{"prefix", "J"}, {"max-keys", "2"}}, {}, kEmpty)),
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

TEST(SigV4, TheGeneralSuite) {
  const std::string all = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  EXPECT_EQ(suite("/", {}), "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
  EXPECT_EQ(suite("/", {{"Param1", "value1"}}),
            "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb");
  EXPECT_EQ(suite("/", {{"Param2", "value2"}, {"Param1", "value1"}}),
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
  EXPECT_EQ(suite("/", {{"\u1234", "bar"}}),
            "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04");
  EXPECT_EQ(suite("/", {{all, all}}),
            "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197");
  EXPECT_EQ(suite("/example space/", {}),
            "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741");
  EXPECT_EQ(suite("/\u1234", {}),
            "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85");
  EXPECT_EQ(suite("/", {},
                  {{"my-header1", "value2"}, {"my-header1", "value2"}, {"my-header1", "value1"}}),
            "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea");
  EXPECT_EQ(suite("/", {}, {{"my-header1", " value1"}, {"my-header2", " \"a   b   c\""}}),
            "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");
  EXPECT_EQ(suite("/", {},
                  {{"x-amz-security-token",
                    "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267"}}),
            "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8");
}

TEST(SigV4, TimeIsCompact) {
  EXPECT_EQ(signing_time(std::chrono::system_clock::time_point(std::chrono::seconds(1440938160))),
            "20150830T123600Z");
}

Access keys() {
  Access access;
  access.access_key = "AK";
  access.secret_key = "SK";
  return access;
}

std::string header_of(const Request& request, std::string_view name) {
  for (const Header& header : request.headers) {
    if (header.name == name) return header.value;
  }
  return "none";
}

std::string url_of(const RemoteOptions& options, std::string_view bucket, std::string_view key,
                   Store store = Store::s3) {
  const S3Requests requests(store, std::string(bucket), keys(), options);
  return requests.make({.method = "GET", .key = key}, {}).url.text();
}

TEST(S3Requests, Addresses) {
  RemoteOptions options;
  EXPECT_EQ(url_of(options, "b-1", "a=b/c d/\u00e9+%/(x)!"),
            "https://b-1.s3.us-east-1.amazonaws.com/a%3Db/c%20d/%C3%A9%2B%25/%28x%29%21");
  EXPECT_EQ(url_of(options, "b.1", "k"), "https://s3.us-east-1.amazonaws.com/b.1/k");
  EXPECT_EQ(url_of(options, "b_1", "k", Store::gcs), "https://storage.googleapis.com/b_1/k");
  options.region = "cn-north-1";
  EXPECT_EQ(url_of(options, "b-1", ""), "https://b-1.s3.cn-north-1.amazonaws.com.cn/");
  options.endpoint = "http://LOCALHOST:80/base/";
  EXPECT_EQ(url_of(options, "b-1", "k"), "http://localhost/base/b-1/k");
  EXPECT_EQ(url_of(options, "b-1", ""), "http://localhost/base/b-1");
  options.path_style = false;
  EXPECT_EQ(url_of(options, "b-1", "k"), "http://b-1.localhost/base/k");
}

TEST(S3Requests, GoogleSignsInItsOwnWords) {
  const S3Requests requests(Store::gcs, "bucket", keys(), {});
  const Request request = requests.make({.method = "GET", .key = "k"}, {});
  EXPECT_EQ(header_of(request, "x-goog-date"), "19700101T000000Z");
  EXPECT_EQ(header_of(request, "x-goog-content-sha256"), kEmpty);
  EXPECT_TRUE(header_of(request, "authorization")
                  .starts_with("GOOG4-HMAC-SHA256 "
                               "Credential=AK/19700101/auto/storage/goog4_request, SignedHeaders="
                               "host;x-goog-content-sha256;x-goog-date, Signature="));
  for (const Header& header : request.headers) EXPECT_FALSE(header.name.starts_with("x-amz-"));
  EXPECT_EQ(requests.create_only_header().name, "x-goog-if-generation-match");
}

TEST(S3Requests, EncryptionIsAskedForByHeaders) {
  RemoteOptions options;
  options.sse = "aws:kms";
  options.sse_key_id = "arn:aws:kms:us-east-1:1:key/k";
  const Headers headers = S3Requests(Store::s3, "bucket", keys(), options).object_headers();
  const Request request{"PUT", {}, headers, nullptr};
  EXPECT_EQ(header_of(request, "x-amz-server-side-encryption"), "aws:kms");
  EXPECT_EQ(header_of(request, "x-amz-server-side-encryption-aws-kms-key-id"), options.sse_key_id);
}

TEST(S3Requests, TokensGoWhereTheyBelong) {
  Access token;
  token.bearer = "very-secret-token";
  RemoteOptions options;
  const S3Requests plain(Store::gcs, "bucket", token, options);
  EXPECT_EQ(header_of(plain.make({.method = "GET"}, {}), "authorization"),
            "Bearer very-secret-token");
  for (const char* endpoint : {"https://evil.example", "http://storage.googleapis.com"}) {
    options.endpoint = endpoint;
    try {
      const S3Requests requests(Store::gcs, "bucket", token, options);
      FAIL() << endpoint;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), Code::insufficient_privilege);
      EXPECT_EQ((error.message() + error.detail() + error.hint()).find("very"), std::string::npos);
    }
  }
  token.endpoint = options.endpoint = "https://private.example";
  EXPECT_NO_THROW(S3Requests(Store::gcs, "bucket", token, options));
  EXPECT_THROW(S3Requests(Store::s3, "bucket", Access{}, {}), Error);
}

TEST(S3Requests, BadBucketsAreRefused) {
  for (const char* bucket : {"", "ab", "a b c", "a/b", "..b", "a..b", "k:s@bucket", "b\xC3\xA9t"}) {
    EXPECT_THROW(S3Requests(Store::s3, bucket, keys(), {}), Error) << bucket;
  }
}

Failure failure(int status, std::string body, const Access& access = keys()) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  const auto found = s3_failure("write \"s3://b/k\"", response, access);
  return found.value_or(Failure{Error(Code::internal_error, "no failure"), false, 0, "", {}});
}

std::string error_xml(std::string_view code, std::string_view message = "m.") {
  return "<?xml version=\"1.0\"?><Error><Code>" + std::string(code) + "</Code><Message>" +
         std::string(message) + "</Message></Error>";
}

TEST(S3Errors, SomeAreTriedAgain) {
  for (const int status : {408, 429, 500, 502, 503, 504}) {
    EXPECT_TRUE(failure(status, "").transient) << status;
  }
  for (const char* code : {"SlowDown", "RequestTimeout", "BadDigest", "InternalError"}) {
    EXPECT_TRUE(failure(400, error_xml(code)).transient) << code;
  }
  EXPECT_TRUE(failure(200, error_xml("InternalError")).transient);
  for (const int status : {301, 400, 401, 403, 404, 405, 409, 411, 412, 501}) {
    EXPECT_FALSE(failure(status, error_xml("Any")).transient) << status;
  }
  Response fine;
  fine.status = 200;
  fine.body = "<CompleteMultipartUploadResult/>";
  EXPECT_FALSE(s3_failure("x", fine, keys()).has_value());
}

TEST(S3Errors, SayWhatTheServerSaid) {
  const Failure denied = failure(403, error_xml("SignatureDoesNotMatch", "Bad &amp; wrong."));
  EXPECT_EQ(denied.error.code(), Code::insufficient_privilege);
  EXPECT_EQ(denied.error.message(), "could not write \"s3://b/k\"");
  EXPECT_EQ(denied.error.detail(), "The server answered 403 SignatureDoesNotMatch: Bad & wrong.");
  EXPECT_EQ(denied.error.hint(), "Check the secret key and the region.");
  EXPECT_EQ(failure(400,
                    "<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-west-9"
                    "</Region></Error>")
                .error.hint(),
            "The bucket is in the region \"eu-west-9\": say so with \"storage\": {\"region\": "
            "...}.");
  EXPECT_EQ(failure(501, error_xml("NotImplemented")).error.code(), Code::unsupported);
}

TEST(S3Errors, NeverRepeatASecret) {
  Access access;
  access.access_key = "AKIASECRET";
  access.secret_key = "sssh";
  access.session_token = "session";
  access.bearer = "bear";
  for (const char* said : {"AKIASECRET", "x sssh y", "the session", "bear"}) {
    const Error error = failure(403, error_xml(said, said), access).error;
    EXPECT_EQ(error.detail(), "The server answered 403.") << said;
  }
  EXPECT_EQ(failure(403, error_xml("Code", std::string(5000, 'x') + "\n")).error.detail().size(),
            std::string("The server answered 403 Code: .").size() + 200);
}

TEST(RemoteAddress, IsTakenApart) {
  const auto s3 = remote_address("s3://bucket/a b/c=d/");
  ASSERT_TRUE(s3);
  EXPECT_EQ(s3->bucket, "bucket");
  EXPECT_EQ(s3->key, "a b/c=d");
  EXPECT_EQ(remote_address("gs://bucket")->key, "");
  EXPECT_EQ(remote_address("az://box/x")->store, Store::azure);
  const auto url = remote_address("https://acc.blob.core.windows.net/box/a%20b");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->account, "acc");
  EXPECT_EQ(url->bucket, "box");
  EXPECT_EQ(url->key, "a b");
  EXPECT_EQ(url->endpoint, "https://acc.blob.core.windows.net");
  EXPECT_FALSE(remote_address("/var/exports"));
  EXPECT_FALSE(remote_address("ftp://x/y"));
}

TEST(RemoteAddress, BadOnesAreRefusedWithoutRepeatingThem) {
  for (const char* text :
       {"s3://KEY:SECRET@bucket/x", "s3://bucket/x?sig=SECRET", "az://box/x#SECRET",
        "https://SECRET.example/box", "https://evil/SECRET.blob.core.windows.net/b",
        "s3://bucket/../SECRET", "s3://bucket//SECRET", "s3://bucket/SECRET\n",
        "https://acc.blob.core.windows.net/box/%zz"}) {
    try {
      (void)remote_address(text);
      FAIL() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), Code::invalid_value);
      EXPECT_EQ((error.message() + error.detail() + error.hint()).find("SECRET"),
                std::string::npos);
    }
  }
}

}  // namespace
}  // namespace tamis::storage
