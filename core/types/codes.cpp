#include "core/types/codes.h"

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/types/bytes.h"

namespace tamis::types {
namespace {

constexpr std::string_view kCountries2 =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG "
    "BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI "
    "CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH "
    "ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ "
    "GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT "
    "JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS "
    "LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU "
    "MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG "
    "PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG "
    "SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK "
    "TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU "
    "WF WS YE YT ZA ZM ZW";
constexpr std::string_view kCountries3 =
    "ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN "
    "BES BFA BGD BGR BHR BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN "
    "CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE DEU "
    "DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR "
    "GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV "
    "HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM "
    "KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA "
    "MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM "
    "NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL "
    "PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE "
    "SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK "
    "TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB "
    "VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE";
constexpr std::string_view kLanguages =
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr "
    "cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn "
    "gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki "
    "kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml "
    "mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt "
    "qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te "
    "tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh "
    "zu";
constexpr std::string_view kCurrencies =
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL "
    "BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF "
    "DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG "
    "HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK "
    "LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN "
    "NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR "
    "SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY "
    "TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XAG XAU XCD "
    "XCG XDR XOF XPD XPF XPT YER ZAR ZMW ZWG";

// The place of a word of letters among all words as long, whatever their case.
constexpr std::size_t place_of(std::string_view word) noexcept {
  std::size_t place = 0;
  for (const char c : word) place = place * 26 + static_cast<std::size_t>((c | 0x20) - 'a');
  return place;
}

// A set of words of equal length as bits: a word is looked up in one step.
template <std::size_t kLength>
class WordSet {
 public:
  constexpr explicit WordSet(std::string_view list) noexcept {
    for (std::size_t at = 0; at < list.size(); at += kLength + 1) {
      const std::size_t place = place_of(list.substr(at, kLength));
      bits_[place / 64] |= std::uint64_t{1} << (place % 64);
    }
  }
  constexpr bool holds(std::string_view word) const noexcept {
    const std::size_t place = place_of(word);
    return (bits_[place / 64] >> (place % 64) & 1U) != 0;
  }

 private:
  static constexpr std::size_t kWords = kLength == 2 ? 26 * 26 : 26 * 26 * 26;
  std::array<std::uint64_t, (kWords + 63) / 64> bits_{};
};

constexpr WordSet<2> kCountrySet2(kCountries2);
constexpr WordSet<3> kCountrySet3(kCountries3);
constexpr WordSet<2> kLanguageSet(kLanguages);
constexpr WordSet<3> kCurrencySet(kCurrencies);

bool is_all(std::string_view text, ByteClass classes) noexcept {
  return run_of(text, 0, classes) == text.size();
}

Hints hints_of_word(std::string_view text) noexcept {
  const bool capitals = is_all(text, kUpper);
  if (!capitals && !is_all(text, kLower)) return 0;
  Hints hints = 0;
  if (text.size() == 2) {
    if (kCountrySet2.holds(text)) hints |= kCountryCode;
    if (kLanguageSet.holds(text)) hints |= kLanguageCode;
  } else if (capitals) {  // and, all, try: in small letters they are words
    if (kCountrySet3.holds(text)) hints |= kCountryCode;
    if (kCurrencySet.holds(text)) hints |= kCurrencyCode;
  }
  return hints;
}

// pt-BR, zh_Hant, zh-Hant-TW, es-419 (BCP 47, the common forms of it).
bool is_language_tag(std::string_view text) noexcept {
  if (!is_all(text.substr(0, 2), kLower) || !kLanguageSet.holds(text.substr(0, 2))) return false;
  const char mark = text[2];
  text.remove_prefix(3);
  if (text.size() >= 4 && is_all(text.substr(0, 4), kLetter)) {  // a script
    if (text.size() == 4) return true;
    if (text[4] != mark) return false;
    text.remove_prefix(5);
  }
  if (text.size() == 3) return is_all(text, kDigit);
  return text.size() == 2 && is_all(text, kLetter) && kCountrySet2.holds(text);
}

// Lengths and first digits of issuers: Visa, Mastercard, American Express, Discover, JCB, Diners
// Club, UnionPay, Maestro.
bool is_issued(std::string_view digits) noexcept {
  const auto front = [&](std::size_t n) {
    int value = 0;
    for (std::size_t i = 0; i < n; ++i) value = value * 10 + (digits[i] - '0');
    return value;
  };
  const std::size_t size = digits.size();
  const int two = front(2);
  const int four = front(4);
  if (digits[0] == '4') return size == 13 || size == 16 || size == 19;
  if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) return size == 16;
  if (two == 34 || two == 37) return size == 15;
  if (four >= 3528 && four <= 3589) return size >= 16;
  if (two == 36 || two == 38 || two == 39 || (four >= 3000 && four <= 3059)) return size >= 14;
  if (two == 62 || two == 65 || four == 6011 || (four >= 6440 && four <= 6499)) return size >= 16;
  return two == 50 || (two >= 56 && two <= 69 && two != 60 && two != 64);
}

bool passes_luhn(std::string_view digits) noexcept {
  int sum = 0;
  bool twice = false;
  for (std::size_t i = digits.size(); i-- > 0; twice = !twice) {
    const int value = (digits[i] - '0') * (twice ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 == 0;
}

// 4111111111111111, 4111 1111 1111 1111, 4111-1111-1111-1111.
bool is_card(std::string_view text) noexcept {
  std::array<char, 19> digits{};
  std::size_t count = 0;
  const char mark = text[4];
  if (mark != ' ' && mark != '-' && !is(mark, kDigit)) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is(text[i], kDigit)) {
      if (count == digits.size()) return false;
      digits[count++] = text[i];
    } else if (text[i] != mark || i + 1 == text.size() || !is(text[i + 1], kDigit)) {
      return false;
    }
  }
  const std::string_view number(digits.data(), count);
  return count >= 13 && is_issued(number) && passes_luhn(number);
}

// The remainder by 97 with the first four characters last, a letter counting 10 to 35.
bool is_iban(std::string_view text) noexcept {
  std::array<char, 34> characters{};
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ' ' && i % 5 == 4) continue;
    if (!is(text[i], kDigit | kUpper) || count == characters.size()) return false;
    characters[count++] = text[i];
  }
  if (count < 15) return false;
  unsigned rest = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const char c = characters[(i + 4) % count];
    rest = is(c, kDigit) ? rest * 10 + static_cast<unsigned>(c - '0')
                         : rest * 100 + static_cast<unsigned>(c - 'A' + 10);
    rest %= 97;
  }
  return rest == 1;
}

}  // namespace

bool is_currency_code(std::string_view text) noexcept {
  return text.size() == 3 && is_all(text, kUpper) && kCurrencySet.holds(text);
}

Hints hints_of(std::string_view text) noexcept {
  const std::size_t size = text.size();
  if (size < 2 || size > 42) return 0;
  const char third = size > 2 ? text[2] : '\0';
  if (size <= 3) return hints_of_word(text);
  if (size <= 10)
    return (third == '-' || third == '_') && is_language_tag(text) ? kLanguageCode : 0;
  if (size >= 13 && size <= 23 && is(text[0], kDigit)) return is_card(text) ? kCreditCard : 0;
  const bool iban = size >= 15 && is(text[0], kUpper) && is(text[1], kUpper) && is(third, kDigit) &&
                    is(text[3], kDigit);
  return iban && is_iban(text) ? kIban : 0;
}

}  // namespace tamis::types
