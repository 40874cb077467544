// The names of months and weekdays, language by language, in Latin letters without marks.
//
// Names of one month stand together, months are parted by '|'. A name that is an ordinary word
// elsewhere counts only where its language is named: a star follows it (12 PRO 2024 is no date, but
// a Croatian one). Left out on purpose: months shorter than three letters, months of two words,
// weekdays of one letter, and shorts that are a core language's weekday (Irish "lun").
#pragma once

#include <cstddef>
#include <string_view>

namespace tamis::dates {

struct LanguageNames {
  std::string_view code;
  std::string_view months;  // January first
  std::string_view short_months;
  std::string_view weekdays;  // Monday first
  std::string_view short_weekdays = {};
};

// The core seven first; a language's place here is its bit. Those without names here are written
// in other scripts (fold_table.h).
inline constexpr LanguageNames kLanguages[] = {
    {"en", "january|february|march|april|may|june|july|august|september|october|november|december",
     "jan|feb febr|mar|apr|may|jun|jul|aug|sep sept|oct|nov|dec",
     "monday|tuesday|wednesday|thursday|friday|saturday|sunday",
     "mon|tue tues|wed weds|thu thur thurs|fri|sat|sun"},
    {"de",
     "januar janner jaenner|februar feber|marz maerz|april|mai|juni juno|juli julei|august|"
     "september|oktober|november|dezember",
     "jan jann jaen|feb febr|mar mrz maer marz maerz|apr|mai|jun juni|jul juli|aug|sep sept|"
     "okt|nov|dez",
     "montag|dienstag|mittwoch|donnerstag|freitag|samstag sonnabend|sonntag",
     "mo mon|di die dien|mi mit mitt|do don donn|fr fre frei|sa sam|so son sonn"},
    {"fr", "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre",
     "jan janv|fev fevr|mar mars|avr|mai|jun juin|jui juil juill|aou aout|sep sept|oct|nov|dec",
     "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche", "lun|mar|mer|jeu|ven|sam|dim"},
    {"es",
     "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre setiembre|octubre|noviembre|"
     "diciembre",
     "ene|feb|mar|abr|may|jun|jul|ago agt|sep sept set|oct|nov|dic",
     "lunes|martes|miercoles|jueves|viernes|sabado|domingo",
     "lun|mar|mie mier|jue juev|vie vier|sab|dom"},
    {"pt",
     "janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro",
     "jan|fev|mar|abr|mai|jun|jul|ago|set|out|nov|dez",
     "segunda|terca|quarta|quinta|sexta|sabado|domingo", "seg|ter|qua|qui|sex|sab|dom"},
    {"it",
     "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|"
     "dicembre",
     "gen genn|feb febbr|mar|apr|mag magg|giu|lug|ago|set sett|ott|nov|dic",
     "lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domenica", "lun|mar|mer|gio|ven|sab|dom"},
    {"nl",
     "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december",
     "jan|feb febr|mrt|apr|mei|jun juni|jul juli|aug|sep sept|okt|nov|dec",
     "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag",
     "ma maa|di din dins|wo woe woens|do don dond|vr vri vrij|za zat|zo zon"},

    {"ca", "gener|febrer|marc|abril|maig|juny|juliol|agost|setembre|octubre|novembre|desembre",
     "gen|feb febr|marc|abr|maig|juny|jul|ago|set|oct|nov|des",
     "dilluns|dimarts|dimecres|dijous|divendres|dissabte|diumenge", "dl|dt|dc|dj|dv|ds|dg"},
    {"sv", "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december",
     "jan|feb febr|mar mars|apr|maj|jun juni|jul juli|aug|sep sept|okt|nov|dec",
     "mandag|tisdag|onsdag|torsdag|fredag|lordag|sondag", "man|tis|ons|tor tors|fre|lor|son"},
    {"da", "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december",
     "jan|feb febr|mar|apr|maj|jun|jul|aug|sep sept|okt|nov|dec",
     "mandag|tirsdag|onsdag|torsdag|fredag|lordag|sondag", "man|tir tirs|ons|tor tors|fre|lor|son"},
    {"nb", "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember",
     "jan|feb febr|mar mars|apr|mai|jun juni|jul juli|aug|sep sept|okt|nov|des",
     "mandag|tirsdag tysdag|onsdag|torsdag|fredag|lordag laurdag|sondag sundag",
     "man|tir tys|ons|tor|fre|lor lau|son"},
    {"fi",
     "tammikuu tammikuuta tammikuun|helmikuu helmikuuta helmikuun|maaliskuu maaliskuuta maaliskuun|"
     "huhtikuu huhtikuuta huhtikuun|toukokuu toukokuuta toukokuun|kesakuu kesakuuta kesakuun|"
     "heinakuu heinakuuta heinakuun|elokuu elokuuta elokuun|syyskuu syyskuuta syyskuun|"
     "lokakuu lokakuuta lokakuun|marraskuu marraskuuta marraskuun|joulukuu joulukuuta joulukuun",
     "tammi|helmi|maalis|huhti|touko|kesa|heina|elo|syys|loka|marras|joulu",
     "maanantai maanantaina|tiistai tiistaina|keskiviikko keskiviikkona|torstai torstaina|"
     "perjantai perjantaina|lauantai lauantaina|sunnuntai sunnuntaina",
     "ma|ti|ke|to*|pe|la|su"},
    {"pl",
     "styczen stycznia|luty lutego|marzec marca|kwiecien kwietnia|maj maja|czerwiec czerwca|"
     "lipiec lipca|sierpien sierpnia|wrzesien wrzesnia|pazdziernik pazdziernika|"
     "listopad listopada|grudzien grudnia",
     "sty stycz|lut|mar|kwi kwie|maj|cze czerw|lip|sie sierp|wrz|paz pazdz|lis list|gru grudz",
     "poniedzialek|wtorek|sroda|czwartek|piatek|sobota|niedziela",
     "pn pon|wt|sr|cz czw|pt pia|sb sob|nd ndz niedz"},
    {"cs",
     "leden ledna|unor unora|brezen brezna|duben dubna|kveten kvetna|cerven cervna|"
     "cervenec cervence|srpen srpna|zari|rijen rijna|listopad listopadu|prosinec prosince",
     "led*|uno|bre|dub|kve|cer cvn|cvc|srp|zar|rij|lis|pro*",
     "pondeli|utery|streda|ctvrtek|patek|sobota|nedele", "po|ut|st|ct|pa|so|ne"},
    {"sk",
     "januar januara|februar februara|marec marca|april aprila|maj maja|jun juna|jul jula|"
     "august augusta|september septembra|oktober oktobra|november novembra|december decembra",
     "jan|feb|mar|apr|maj|jun|jul|aug|sep sept|okt|nov|dec",
     "pondelok|utorok|streda|stvrtok|piatok|sobota|nedela", "po|ut|st|st|pi|so|ne"},
    {"hu",
     "januar|februar|marcius|aprilis|majus|junius|julius|augusztus|szeptember|oktober|november|"
     "december",
     "jan|feb febr|mar marc|apr|maj|jun|jul|aug|sze szep szept|okt|nov|dec",
     "hetfo|kedd|szerda|csutortok|pentek|szombat|vasarnap", "|||cs||szo|"},
    {"ro",
     "ianuarie|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|noiembrie|"
     "decembrie",
     "ian|feb|mar|apr|mai|iun|iul|aug|sep sept|oct|noi nov noiem|dec",
     "luni|marti|miercuri|joi|vineri|sambata|duminica", "lun|mar|mie|joi|vin|sam|dum"},
    {"hr",
     "sijecanj sijecnja|veljaca veljace|ozujak ozujka|travanj travnja|svibanj svibnja|"
     "lipanj lipnja|srpanj srpnja|kolovoz kolovoza|rujan rujna|listopad listopada|"
     "studeni studenoga studenog|prosinac prosinca",
     "sij|velj|ozu|tra|svi|lip|srp|kol|ruj|lis|stu|pro*",
     "ponedjeljak|utorak|srijeda|cetvrtak|petak|subota|nedjelja", "pon|uto|sri|cet|pet|sub|ned"},
    {"sr",
     "januar januara|februar februara|mart marta|april aprila|maj maja|jun juni juna|"
     "jul juli jula|avgust avgusta|septembar septembra|oktobar oktobra|novembar novembra|"
     "decembar decembra",
     "jan|feb|mar|apr|maj|jun|jul|avg|sep sept|okt|nov|dec",
     "ponedeljak|utorak|sreda|cetvrtak|petak|subota|nedelja", "pon|uto|sre|cet|pet|sub|ned"},
    {"bs",
     "januar januara|februar februara|mart marta|april aprila|maj maja|juni juna|juli jula|"
     "august augusta|septembar septembra|oktobar oktobra|novembar novembra|decembar decembra",
     "jan|feb|mar|apr|maj|jun|jul|aug|sep sept|okt|nov|dec",
     "ponedjeljak|utorak|srijeda|cetvrtak|petak|subota|nedjelja", "pon|uto|sri|cet|pet|sub|ned"},
    {"sl",
     "januar januarja|februar februarja|marec marca|april aprila|maj maja|junij junija|"
     "julij julija|avgust avgusta|september septembra|oktober oktobra|november novembra|"
     "december decembra",
     "jan|feb|mar|apr|maj|jun|jul|avg|sep sept|okt|nov|dec",
     "ponedeljek|torek|sreda|cetrtek|petek|sobota|nedelja", "pon|tor|sre|cet|pet|sob|ned"},
    {"tr", "ocak|subat|mart|nisan|mayis|haziran|temmuz|agustos|eylul|ekim|kasim|aralik",
     "oca|sub|mar|nis|may|haz|tem|agu|eyl|eki|kas|ara",
     "pazartesi|sali|carsamba|persembe|cuma|cumartesi|pazar",
     "pzt pts|sal|car crs|per prs|cum|cmt cts|paz"},
    {"lt",
     "sausis sausio|vasaris vasario|kovas kovo|balandis balandzio|geguze geguzes|"
     "birzelis birzelio|liepa liepos|rugpjutis rugpjucio|rugsejis rugsejo|spalis spalio|"
     "lapkritis lapkricio|gruodis gruodzio",
     "saus|vas|kov|bal|geg|birz|liep|rugp|rugs|spal|lapkr|gruod grd",
     "pirmadienis|antradienis|treciadienis|ketvirtadienis|penktadienis|sestadienis|sekmadienis",
     "pr|an|tr|kt|pn||sk"},
    {"lv",
     "janvaris janvara janvari|februaris februara februari|marts marta|aprilis aprila aprili|"
     "maijs maija|junijs junija|julijs julija|augusts augusta|septembris septembra septembri|"
     "oktobris oktobra oktobri|novembris novembra novembri|decembris decembra decembri",
     "jan janv|feb febr|mar|apr|mai|jun|jul|aug|sep sept|okt|nov|dec",
     "pirmdiena|otrdiena|tresdiena|ceturtdiena|piektdiena|sestdiena|svetdiena",
     "pirmd|otrd|tresd|ceturtd|piektd|sestd|svetd"},
    {"et",
     "jaanuar|veebruar|marts|aprill|mai|juuni|juuli|august|september|oktoober|november|"
     "detsember",
     "jaan|veebr|marts|apr|mai|juuni|juuli|aug|sep sept|okt|nov|dets",
     "esmaspaev|teisipaev|kolmapaev|neljapaev|reede|laupaev|puhapaev"},
    {"id",
     "januari|februari pebruari|maret|april|mei|juni|juli|agustus|september|oktober|"
     "november nopember|desember",
     "jan|feb peb|mar|apr|mei|jun|jul|agu ags agt agus|sep sept|okt|nov nop|des",
     "senin|selasa|rabu|kamis|jumat|sabtu|minggu", "sen|sel|rab|kam|jum|sab|min"},
    {"ms", "januari|februari|mac|april|mei|jun|julai|ogos|september|oktober|november|disember",
     "jan|feb|mac|apr|mei|jun|jul|ogo ogos|sep sept|okt|nov|dis",
     "isnin|selasa|rabu|khamis|jumaat|sabtu|ahad", "isn|sel|rab|kha|jum|sab|ahd"},
    {"is", "januar|februar|mars|april|mai|juni|juli|agust|september|oktober|november|desember",
     "jan|feb|mar|apr|mai|jun|jul|agu|sep sept|okt|nov|des",
     "manudagur|thridjudagur|midvikudagur|fimmtudagur|fostudagur|laugardagur|sunnudagur",
     "man|thri|mid|fim|fos|lau|sun"},
    {"eu",
     "urtarrila urtarrilaren urtarrilak|otsaila otsailaren otsailak|"
     "martxoa martxoaren martxoak|apirila apirilaren apirilak|maiatza maiatzaren maiatzak|"
     "ekaina ekainaren ekainak|uztaila uztailaren uztailak|abuztua abuztuaren abuztuak|"
     "iraila irailaren irailak|urria urriaren urriak|azaroa azaroaren azaroak|"
     "abendua abenduaren abenduak",
     "urt|ots|mar|api|mai|eka|uzt|abu|ira|urr|aza|abe",
     "astelehena|asteartea|asteazkena|osteguna|ostirala|larunbata|igandea"},
    {"gl", "xaneiro|febreiro|marzo|abril|maio|xuno|xullo|agosto|setembro|outubro|novembro|decembro",
     "xan|feb|mar|abr|mai maio|xun|xul|ago|set|out|nov|dec",
     "luns|martes|mercores|xoves|venres|sabado|domingo", "lun|mar|mer|xov|ven|sab|dom"},
    {"af",
     "januarie|februarie|maart|april|mei|junie|julie|augustus|september|oktober|november|"
     "desember",
     "jan|feb|mrt|apr|mei|jun|jul|aug|sep sept|okt|nov|des",
     "maandag|dinsdag|woensdag|donderdag|vrydag|saterdag|sondag", "ma|di|wo|do|vr|sa|so"},
    {"sw", "januari|februari|machi|aprili|mei|juni|julai|agosti|septemba|oktoba|novemba|desemba",
     "jan|feb|mac|apr|mei|jun|jul|ago|sep|okt|nov|des",
     "jumatatu|jumanne|jumatano|alhamisi|ijumaa|jumamosi|jumapili"},
    {"az", "yanvar|fevral|mart|aprel|may|iyun|iyul|avqust|sentyabr|oktyabr|noyabr|dekabr",
     "yan|fev|mar|apr|may|iyn iyun|iyl iyul|avq|sen sent|okt|noy|dek",
     // Monday is "the day after Sunday", Tuesday "the eve of Wednesday": "ertesi" and "axsami"
     // follow, so the first word alone is one day or the other.
     "bazar|cersenbe|cersenbe|cume|cume|senbe|bazar"},
    {"sq", "janar|shkurt|mars|prill|maj|qershor|korrik|gusht|shtator|tetor|nentor|dhjetor",
     "jan|shk|mar|pri|maj|qer|korr|gush|sht|tet|nen|dhj",
     "hene|marte|merkure|enjte|premte|shtune|diel", "hen|mar|mer|enj|pre|sht|die"},
    {"ga", "eanair|feabhra|marta|aibrean|bealtaine|meitheamh|iuil|lunasa|||samhain|nollaig",
     "ean|feabh|marta|aib|beal|meith|iuil||mfomh|dfomh|samh|noll",
     "luain|mairt|ceadaoin|deardaoin|haoine|sathairn|domhnaigh",
     "luan|mairt|cead|dear|aoine|sath|domh"},
    {"cy", "ionawr|chwefror|mawrth|ebrill|mai|mehefin|gorffennaf|awst|medi|hydref|tachwedd|rhagfyr",
     "ion|chw chwef|maw|ebr|mai|meh|gor gorff|awst|medi|hyd|tach|rhag",
     "llun|mawrth|mercher|iau|gwener|sadwrn|sul", "llun|maw|mer|iau|gwe gwen|sad|sul"},
    {"fil",
     "enero|pebrero|marso|abril|mayo|hunyo|hulyo|agosto|setyembre|oktubre|nobyembre|disyembre",
     "ene|peb|mar|abr|may|hun|hul|ago|set|okt|nob|dis",
     "lunes|martes|miyerkules|huwebes|biyernes|sabado|linggo", "lun|mar|miy|huw|biy|sab|lin"},

    {"vi", "", "", ""},  // its months are numbers: 5 tháng 3
    {"el", "", "", ""},
    {"ru", "", "", ""},
    {"uk", "", "", ""},
    {"bg", "", "", ""},
    {"mk", "", "", ""},
    {"he", "", "", ""},
    {"ar", "", "", ""},
    {"hi", "", "", ""},
    {"bn", "", "", ""},
    {"th", "", "", ""},
    {"zh", "", "", ""},
    {"ja", "", "", ""},
    {"ko", "", "", ""},
};
inline constexpr std::size_t kLanguageCount = sizeof(kLanguages) / sizeof(kLanguages[0]);
static_assert(kLanguageCount <= 64, "a language is a bit of 64");

}  // namespace tamis::dates
