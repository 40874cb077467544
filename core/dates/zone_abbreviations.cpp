// Abbreviations of zones: those of RFC 2822, section 4.3, those that the tz database uses or used
// until it went over to numbers in 2017, and the German ones.
//
// Ambiguous is what stands for several offsets in use or in the tz database, unless RFC 2822 fixes
// it; so are the military letters, which the RFC says can't be trusted. A and P are halves of a day
// rather than zones, and J is none.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/dates/zone_table.h"

namespace tamis::dates {
namespace {

// The letters in capitals as one number, 0 for what can't be an abbreviation.
class Letters {
 public:
  constexpr Letters() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): the table reads better
  constexpr Letters(const char* name) : Letters(std::string_view(name)) {}
  constexpr explicit Letters(std::string_view name) noexcept {
    if (name.size() > sizeof(packed_)) return;
    std::uint64_t packed = 0;
    for (std::size_t i = 0; i < sizeof(packed_); ++i) {
      const unsigned char c = i < name.size() ? static_cast<unsigned char>(name[i] & ~0x20) : 0;
      if (i < name.size() && (c < 'A' || c > 'Z')) return;
      packed = packed << 8U | c;
    }
    packed_ = packed;
  }
  friend constexpr bool operator==(const Letters&, const Letters&) = default;
  friend constexpr bool operator<(const Letters& a, const Letters& b) noexcept {
    return a.packed_ < b.packed_;
  }

 private:
  std::uint64_t packed_ = 0;
};

constexpr NamedOffset::Kind kAmbiguous = NamedOffset::Kind::ambiguous;

constexpr auto kAbbreviations = std::to_array<ZoneName<Letters>>({
    {"ACDT", 630},
    {"ACST", 570},
    {"ACT", kAmbiguous},
    {"ACWST", 525},
    {"ADT", kAmbiguous},
    {"AEDT", 660},
    {"AEST", 600},
    {"AFT", 270},
    {"AKDT", -480},
    {"AKST", -540},
    {"ALMT", 300, "Asia/Almaty"},
    {"AMST", kAmbiguous},
    {"AMT", kAmbiguous},
    {"ANAT", 720, "Asia/Anadyr"},
    {"ARST", -120},
    {"ART", -180},
    {"AST", kAmbiguous},
    {"AWDT", 540},
    {"AWST", 480},
    {"AZOST", 0},
    {"AZOT", -60},
    {"AZT", 240},
    {"B", kAmbiguous},
    {"BDT", kAmbiguous},
    {"BNT", 480},
    {"BOT", -240},
    {"BRST", -120},
    {"BRT", -180},
    {"BST", kAmbiguous},
    {"BTT", 360},
    {"C", kAmbiguous},
    {"CAST", kAmbiguous},
    {"CAT", 120},
    {"CCT", kAmbiguous},
    {"CDT", -300},
    {"CEST", 120},
    {"CET", 60},
    {"CHADT", 825},
    {"CHAST", 765},
    {"CHST", 600},
    {"CHUT", 600},
    {"CKT", -600},
    {"CLST", -180},
    {"CLT", -240, "America/Santiago"},
    {"COT", -300},
    {"CST", -360},
    {"CVT", -60},
    {"CXT", 420},
    {"D", kAmbiguous},
    {"E", kAmbiguous},
    {"EAT", 180},
    {"ECT", kAmbiguous},
    {"EDT", -240},
    {"EEST", 180},
    {"EET", 120},
    {"EGT", -120, "America/Scoresbysund"},
    {"EST", -300},
    {"F", kAmbiguous},
    {"FET", 180},
    {"FJST", 780},
    {"FJT", 720},
    {"FKT", -180, "Atlantic/Stanley"},
    {"FNT", -120},
    {"G", kAmbiguous},
    {"GALT", -360},
    {"GAMT", -540},
    {"GDT", kAmbiguous},
    {"GET", 240, "Asia/Tbilisi"},
    {"GFT", -180},
    {"GILT", 720},
    {"GMT", 0},
    {"GST", kAmbiguous},
    {"GYT", -240},
    {"H", kAmbiguous},
    {"HADT", -540},
    {"HAST", -600},
    {"HDT", -540},
    {"HKST", 540},
    {"HKT", 480},
    {"HST", -600},
    {"I", kAmbiguous},
    {"ICT", 420},
    {"IDT", 180},
    {"IRDT", 270},
    {"IRKT", 480, "Asia/Irkutsk"},
    {"IRST", 210, "Asia/Tehran"},
    {"IST", kAmbiguous},
    {"JST", 540},
    {"K", kAmbiguous},
    {"KDT", kAmbiguous},
    {"KGT", 360, "Asia/Bishkek"},
    {"KOST", 660},
    {"KRAT", 420, "Asia/Krasnoyarsk"},
    {"KST", 540},
    {"L", kAmbiguous},
    {"LHDT", 660},
    {"LHST", 630},
    {"LINT", 840},
    {"M", kAmbiguous},
    {"MAGT", 660, "Asia/Magadan"},
    {"MART", -570},
    {"MDT", -360},
    {"MEST", 120},
    {"MESZ", 120},
    {"MET", 60},
    {"MEZ", 60},
    {"MHT", 720},
    {"MMT", kAmbiguous},
    {"MSD", 240},
    {"MSK", 180, "Europe/Moscow"},
    {"MST", -420},
    {"MUT", 240},
    {"MVT", 300},
    {"MYT", 480},
    {"N", kAmbiguous},
    {"NCT", 660},
    {"NDT", -150},
    {"NFT", 660, "Pacific/Norfolk"},
    {"NOVT", 420, "Asia/Novosibirsk"},
    {"NPT", 345},
    {"NRT", 720},
    {"NST", -210},
    {"NUT", -660},
    {"NZDT", 780},
    {"NZST", 720},
    {"O", kAmbiguous},
    {"OESZ", 180},
    {"OEZ", 120},
    {"OMST", 360, "Asia/Omsk"},
    {"PDT", -420},
    {"PET", -300},
    {"PETT", 720, "Asia/Kamchatka"},
    {"PGT", 600},
    {"PHOT", 780},
    {"PHT", 480},
    {"PKST", 360},
    {"PKT", 300},
    {"PMDT", -120},
    {"PMST", -180},
    {"PONT", 660},
    {"PST", -480},
    {"PWT", kAmbiguous},
    {"PYT", -180, "America/Asuncion"},
    {"Q", kAmbiguous},
    {"R", kAmbiguous},
    {"RET", 240},
    {"S", kAmbiguous},
    {"SAKT", 660, "Asia/Sakhalin"},
    {"SAMT", 240, "Europe/Samara"},
    {"SAST", 120},
    {"SBT", 660},
    {"SCT", 240},
    {"SGT", 480, "Asia/Singapore"},
    {"SRT", -180},
    {"SST", kAmbiguous},
    {"T", kAmbiguous},
    {"TAHT", -600},
    {"TJT", 300},
    {"TKT", 780, "Pacific/Fakaofo"},
    {"TMT", 300},
    {"TOT", 780},
    {"TRT", 180},
    {"TVT", 720},
    {"U", kAmbiguous},
    {"UCT", 0},
    {"ULAT", 480, "Asia/Ulaanbaatar"},
    {"UT", 0},
    {"UTC", 0},
    {"UYST", -120},
    {"UYT", -180},
    {"UZT", 300},
    {"V", kAmbiguous},
    {"VET", -240, "America/Caracas"},
    {"VLAT", 600, "Asia/Vladivostok"},
    {"VUT", 660},
    {"W", kAmbiguous},
    {"WAKT", 720},
    {"WAST", 120},
    {"WAT", 60},
    {"WEST", 60},
    {"WESZ", 60},
    {"WET", 0},
    {"WEZ", 0},
    {"WFT", 720},
    {"WGT", -120, "America/Nuuk"},
    {"WIB", 420},
    {"WIT", kAmbiguous},
    {"WITA", 480},
    {"WST", kAmbiguous},
    {"X", kAmbiguous},
    {"XJT", 360},
    {"Y", kAmbiguous},
    {"YAKT", 540, "Asia/Yakutsk"},
    {"YEKT", 300, "Asia/Yekaterinburg"},
    {"Z", 0},
    {"ZULU", 0},
});
static_assert(sorted_once(kAbbreviations));

}  // namespace

NamedOffset abbreviation(std::string_view name) noexcept {
  return find_in(kAbbreviations, Letters(name));
}

}  // namespace tamis::dates
