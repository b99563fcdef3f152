#include "fields/charsets.h"

#include <algorithm>
#include <array>

#include "base/byte_class.h"

namespace httpvet::fields {
namespace {

struct Encoding {
  Bytes name;
  Bytes labels;  // with a blank before and behind each
};

// Encoding Standard §4.2.
constexpr std::array kEncodings = {
    Encoding{"utf-8", " unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8 "},
    Encoding{
        "windows-1252",
        " ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 "
        "iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252 "},
    Encoding{"iso-8859-15", " csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9 "},
    Encoding{"windows-1251", " cp1251 windows-1251 x-cp1251 "},
    Encoding{"shift_jis", " csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis "},
    Encoding{"euc-jp", " cseucpkdfmtjapanese euc-jp x-euc-jp "},
    Encoding{"iso-2022-jp", " csiso2022jp iso-2022-jp "},
    Encoding{"gbk", " chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk "},
    Encoding{"gb18030", " gb18030 "},
    Encoding{"big5", " big5 big5-hkscs cn-big5 csbig5 x-x-big5 "},
    Encoding{"euc-kr",
             " cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 "
             "windows-949 "},
    Encoding{"utf-16be", " unicodefffe utf-16be "},
    Encoding{"utf-16le", " csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le "},
    Encoding{"ibm866", " 866 cp866 csibm866 ibm866 "},
    Encoding{"iso-8859-2",
             " csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2 "},
    Encoding{"iso-8859-3",
             " csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3 "},
    Encoding{"iso-8859-4",
             " csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4 "},
    Encoding{"iso-8859-5",
             " csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988 "},
    Encoding{"iso-8859-6",
             " arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i "
             "iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987 "},
    Encoding{"iso-8859-7",
             " csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 iso_8859-7 "
             "iso_8859-7:1987 sun_eu_greek "},
    Encoding{"iso-8859-8",
             " csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 "
             "iso_8859-8:1988 visual "},
    Encoding{"iso-8859-8-i", " csiso88598i iso-8859-8-i logical "},
    Encoding{"iso-8859-10", " csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6 "},
    Encoding{"iso-8859-13", " iso-8859-13 iso8859-13 iso885913 "},
    Encoding{"iso-8859-14", " iso-8859-14 iso8859-14 iso885914 "},
    Encoding{"iso-8859-16", " iso-8859-16 "},
    Encoding{"koi8-r", " cskoi8r koi koi8 koi8-r koi8_r "},
    Encoding{"koi8-u", " koi8-ru koi8-u "},
    Encoding{"macintosh", " csmacintosh mac macintosh x-mac-roman "},
    Encoding{"windows-874", " dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874 "},
    Encoding{"windows-1250", " cp1250 windows-1250 x-cp1250 "},
    Encoding{"windows-1253", " cp1253 windows-1253 x-cp1253 "},
    Encoding{"windows-1254",
             " cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 "
             "windows-1254 x-cp1254 "},
    Encoding{"windows-1255", " cp1255 windows-1255 x-cp1255 "},
    Encoding{"windows-1256", " cp1256 windows-1256 x-cp1256 "},
    Encoding{"windows-1257", " cp1257 windows-1257 x-cp1257 "},
    Encoding{"windows-1258", " cp1258 windows-1258 x-cp1258 "},
    Encoding{"x-mac-cyrillic", " x-mac-cyrillic x-mac-ukrainian "},
    Encoding{"replacement", " csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext iso-2022-kr replacement "},
    Encoding{"x-user-defined", " x-user-defined "},
};

// Labels that IANA does not know.
constexpr Bytes kUnregistered =
    " unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf8 x-unicode20utf8 cp1252 iso8859-1 iso88591 x-cp1252 "
    "csisolatin9 "
    "iso8859-15 iso885915 l9 cp1251 x-cp1251 ms932 shift-jis sjis x-sjis x-euc-jp gb_2312 x-gbk cn-big5 x-x-big5 "
    "ks_c_5601-1989-x ksc5601 windows-949 unicodefffe ucs-2 unicode unicodefeff iso8859-2 iso88592 iso8859-3 iso88593 "
    "iso8859-4 iso88594 iso8859-5 iso88595 iso8859-6 iso88596 iso8859-7 iso88597 sun_eu_greek iso8859-8 iso88598 "
    "logical "
    "visual iso8859-10 iso885910 iso8859-13 iso885913 iso8859-14 iso885914 koi koi8 koi8_r koi8-ru x-mac-roman dos-874 "
    "iso-8859-11 iso8859-11 iso885911 cp1250 x-cp1250 cp1253 x-cp1253 cp1254 iso8859-9 iso88599 x-cp1254 cp1255 "
    "x-cp1255 "
    "cp1256 x-cp1256 cp1257 x-cp1257 cp1258 x-cp1258 x-mac-cyrillic x-mac-ukrainian replacement "
    "x-user-defined ";

// Registered names that are no labels; the long series of the registry are told by their form.
constexpr Bytes kOthers =
    " utf-7 utf-32 utf-32be utf-32le utf-7-imap scsu bocu-1 cesu-8 ansi_x3.4-1986 iso_646.irv:1991 iso646-us us "
    "iso-8859-8-e latin9 latin-9 iso_8859-14 iso_8859-14:1998 latin8 l8 iso-celtic iso_8859-16 iso_8859-16:2001 "
    "latin10 "
    "l10 iso_8859-10:1992 iso_8859-6-e iso_8859-6-i iso_8859-8-e iso_8859-8-i iso_8859-supp latin1-2-5 "
    "iso-8859-1-windows-3.0-latin-1 iso-8859-1-windows-3.1-latin-1 iso-8859-2-windows-latin-2 "
    "iso-8859-9-windows-latin-5 iso-10646-ucs-4 iso-10646-ucs-basic iso-10646-unicode-latin1 iso-10646 iso-10646-j-1 "
    "iso-10646-utf-1 iso-unicode-ibm-1261 iso-unicode-ibm-1264 iso-unicode-ibm-1265 iso-unicode-ibm-1268 "
    "iso-unicode-ibm-1276 unicode-1-1 unicode-1-1-utf-7 "
    "extended_unix_code_packed_format_for_japanese extended_unix_code_fixed_width_for_japanese jis_encoding "
    "jis_x0201 x0201 jis_x0208-1983 x0208 jis_x0212-1990 x0212 jis_c6220-1969-jp jis_c6220-1969-ro jis_c6226-1978 "
    "jis_c6226-1983 jis_c6229-1984-a jis_c6229-1984-b jis_c6229-1984-b-add jis_c6229-1984-hand "
    "jis_c6229-1984-hand-add jis_c6229-1984-kana katakana iso-2022-jp-2 ks_c_5601-1989 ksc_5601 ksc5636 "
    "gb_1988-80 cp936 ms936 windows-936 viscii tscii tis620 koi7-switched koi8-e iso-ir-111 ecma-cyrillic "
    "gost_19768-74 ptcp154 csptcp154 pt154 cp154 cyrillic-asian kz-1048 rk1048 strk1048-2002 brf amiga-1251 ami1251 "
    "amiga1251 ami-1251 adobe-standard-encoding adobe-symbol-encoding dec-mcs dec hp-roman8 roman8 r8 hp-desktop "
    "hp-legal hp-math8 hp-pi-font mnem mnemonic ebcdic-us ventura-us ventura-international ventura-math "
    "microsoft-publishing "
    "ms_kanji windows-31j osd_ebcdic_df03_irv osd_ebcdic_df04_1 osd_ebcdic_df04_15 unknown-8bit us-dk dk-us t.61 "
    "t.61-7bit "
    "t.61-8bit ansi_x3.110-1983 asmo_449 iso_9036 arabic7 bs_4730 bs_viewdata csa_z243.4-1985-1 csa_z243.4-1985-2 "
    "csa_z243.4-1985-gr csn_369103 din_66003 de ds_2089 dk es es2 fi fr gb uk greek-ccitt greek7 greek7-old hu "
    "iec_p27-1 inis inis-8 inis-cyrillic invariant iso5426 iso_10367-box iso_2033-1983 iso_5427 iso_5428 iso_6937-2-25 "
    "iso_6937-2-add it jus_i.b1.002 jus_i.b1.003-mac jus_i.b1.003-serb latin-greek latin-greek-1 latin-lap lap "
    "msz_7795.3 nats-dano nats-dano-add nats-sefi nats-sefi-add nc_nc00-10:81 nf_z_62-010 no ns_4551-1 ns_4551-2 pt "
    "pt2 "
    "se se2 sen_850200_b sen_850200_c videotex-suppl yu iso646-fr iso646-de iso646-gb iso646-it iso646-se ";

/// True when `text` (blanks around each word) has `word` in any letter case.
bool has_word(Bytes text, Bytes word) {
  if (word.empty() || word.find(' ') != Bytes::npos) return false;
  for (std::size_t at = text.find(' '); at + word.size() + 1 < text.size(); at = text.find(' ', at + 1)) {
    if (text[at + 1 + word.size()] == ' ' && base::equals_ignoring_case(text.substr(at + 1, word.size()), word)) {
      return true;
    }
  }
  return false;
}

bool is_series(Bytes name) {
  constexpr std::array<Bytes, 5> kSeries = {"ibm", "cp", "ccsid", "iso-ir-", "windows-125"};
  for (const Bytes prefix : kSeries) {
    if (!base::equals_ignoring_case(name.substr(0, prefix.size()), prefix)) continue;
    const Bytes rest = name.substr(prefix.size());
    if (!rest.empty() && rest.size() <= 5 && base::all_of(rest, base::kDigit)) return true;
  }
  // Aliases made for programs: "cs" and the name without punctuation; and IBM's national EBCDICs.
  const auto begins = [name](Bytes prefix) {
    return name.size() > prefix.size() + 2 && base::equals_ignoring_case(name.substr(0, prefix.size()), prefix);
  };
  return (begins("cs") && base::all_of(name, base::kAlpha | base::kDigit)) || begins("ebcdic-");
}

}  // namespace

Bytes encoding_of(Bytes label) {
  const auto found =
      std::ranges::find_if(kEncodings, [label](const Encoding& encoding) { return has_word(encoding.labels, label); });
  return found == kEncodings.end() ? Bytes() : found->name;
}

bool is_registered_charset(Bytes name) {
  if (has_word(kUnregistered, name)) return false;
  return !encoding_of(name).empty() || has_word(kOthers, name) || is_series(name);
}

}  // namespace httpvet::fields
