#include "content/not_found_text.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/byte_class.h"
#include "content/html.h"
#include "content/utf8.h"

namespace httpvet::content {
namespace {

// In lower case, without punctuation at their ends.
constexpr Bytes kPhrases[] = {
    // English
    "not found",
    "page not found",
    "file not found",
    "url not found",
    "resource not found",
    "object not found",
    "content not found",
    "document not found",
    "site not found",
    "the page was not found",
    "this page was not found",
    "page cannot be found",
    "page can not be found",
    "page can't be found",
    "page could not be found",
    "the page cannot be found",
    "the page can't be found",
    "the page could not be found",
    "page couldn't be found",
    "this page can't be found",
    "this page cannot be found",
    "this page could not be found",
    "this page couldn't be found",
    "the requested page could not be found",
    "the requested page was not found",
    "the requested page cannot be found",
    "the requested url was not found",
    "requested page not found",
    "the page you requested could not be found",
    "the page you requested cannot be found",
    "the page you requested was not found",
    "the page you are looking for could not be found",
    "the page you are looking for cannot be found",
    "the page you are looking for was not found",
    "the page you're looking for could not be found",
    "the page you're looking for can't be found",
    "the page you were looking for was not found",
    "the page you were looking for could not be found",
    "the page you are looking for does not exist",
    "the page you are looking for doesn't exist",
    "the page you're looking for doesn't exist",
    "the page you were looking for doesn't exist",
    "the page you were looking for does not exist",
    "page does not exist",
    "page doesn't exist",
    "this page does not exist",
    "this page doesn't exist",
    "the page does not exist",
    "the page doesn't exist",
    "the requested page does not exist",
    "we can't find that page",
    "we couldn't find that page",
    "we can't find the page you're looking for",
    "we couldn't find the page you were looking for",
    "we can't find this page",
    "sorry, page not found",
    "sorry, this page isn't available",
    "sorry, the page you requested was not found",
    "no such page",
    "page missing",

    // German
    "nicht gefunden",
    "seite nicht gefunden",
    "datei nicht gefunden",
    "die seite wurde nicht gefunden",
    "seite wurde nicht gefunden",
    "diese seite wurde nicht gefunden",
    "die angeforderte seite wurde nicht gefunden",
    "die seite konnte nicht gefunden werden",
    "seite konnte nicht gefunden werden",
    "diese seite existiert nicht",
    "die seite existiert nicht",
    "seite existiert nicht",
    // French
    "non trouvé",
    "page non trouvée",
    "page introuvable",
    "introuvable",
    "cette page est introuvable",
    "la page est introuvable",
    "la page demandée est introuvable",
    "page inexistante",
    "cette page n'existe pas",
    "la page demandée n'existe pas",
    "fichier introuvable",
    // Spanish, Portuguese, Catalan
    "no encontrado",
    "no encontrada",
    "página no encontrada",
    "pagina no encontrada",
    "no se encontró la página",
    "no se ha encontrado la página",
    "la página no existe",
    "esta página no existe",
    "página no existe",
    "não encontrado",
    "não encontrada",
    "página não encontrada",
    "pagina não encontrada",
    "pagina nao encontrada",
    "esta página não existe",
    "a página não foi encontrada",
    "pàgina no trobada",
    // Italian, Romanian
    "non trovato",
    "non trovata",
    "pagina non trovata",
    "la pagina non è stata trovata",
    "questa pagina non esiste",
    "pagina nu a fost găsită",
    "pagina nu a fost gasita",
    "pagina nu există",
    // Dutch, Swedish, Danish, Norwegian, Finnish
    "niet gevonden",
    "pagina niet gevonden",
    "deze pagina bestaat niet",
    "de pagina kon niet worden gevonden",
    "sidan hittades inte",
    "sidan kunde inte hittas",
    "sidan finns inte",
    "siden blev ikke fundet",
    "siden findes ikke",
    "side ikke fundet",
    "siden ble ikke funnet",
    "siden finnes ikke",
    "fant ikke siden",
    "side ikke funnet",
    "sivua ei löytynyt",
    "sivua ei löydy",
    // Polish, Czech, Slovak, Hungarian, Slovenian, Croatian
    "nie znaleziono",
    "nie znaleziono strony",
    "strona nie istnieje",
    "strona nie została znaleziona",
    "nie odnaleziono strony",
    "stránka nenalezena",
    "stránka nebyla nalezena",
    "stránka neexistuje",
    "stránka sa nenašla",
    "stránka nebola nájdená",
    "az oldal nem található",
    "oldal nem található",
    "a keresett oldal nem található",
    "stran ni bila najdena",
    "stranica nije pronađena",
    // Russian, Ukrainian, Bulgarian, Greek, Turkish
    "не найдено",
    "страница не найдена",
    "страница не существует",
    "запрашиваемая страница не найдена",
    "файл не найден",
    "сторінку не знайдено",
    "сторінка не знайдена",
    "страницата не е намерена",
    "η σελίδα δεν βρέθηκε",
    "δεν βρέθηκε",
    "sayfa bulunamadı",
    "aradığınız sayfa bulunamadı",
    "bulunamadı",
    // Chinese
    "找不到",
    "找不到頁面",
    "找不到页面",
    "找不到網頁",
    "找不到网页",
    "找不到該頁面",
    "找不到该页面",
    "找不到此頁面",
    "找不到此页面",
    "找不到檔案",
    "找不到文件",
    "頁面不存在",
    "页面不存在",
    "網頁不存在",
    "网页不存在",
    "頁面未找到",
    "页面未找到",
    "未找到",
    "未找到页面",
    "找不到您要的頁面",
    "您访问的页面不存在",
    "您訪問的頁面不存在",
    "您要找的頁面不存在",
    "抱歉，找不到頁面",
    "抱歉，页面不存在",
    "页面找不到了",
    "頁面找不到",
    "此頁面不存在",
    "该页面不存在",
    "页面没有找到",
    "很抱歉，您访问的页面不存在",
    // Japanese, Korean, Vietnamese, Indonesian, Thai, Arabic, Hebrew, Persian
    "見つかりません",
    "ページが見つかりません",
    "ページが見つかりませんでした",
    "お探しのページは見つかりません",
    "お探しのページは見つかりませんでした",
    "お探しのページが見つかりません",
    "お探しのページが見つかりませんでした",
    "ページが存在しません",
    "指定されたページは見つかりませんでした",
    "페이지를 찾을 수 없습니다",
    "찾을 수 없습니다",
    "페이지를 찾을 수 없음",
    "존재하지 않는 페이지입니다",
    "không tìm thấy trang",
    "không tìm thấy",
    "halaman tidak ditemukan",
    "tidak ditemukan",
    "ไม่พบหน้า",
    "ไม่พบหน้าที่ค้นหา",
    "الصفحة غير موجودة",
    "غير موجود",
    "لم يتم العثور على الصفحة",
    "הדף לא נמצא",
    "העמוד לא נמצא",
    "صفحه یافت نشد",
};

// Between which a title's segments stand.
constexpr Bytes kSeparators[] = {" - ", " | ", " – ", " — ", " :: ", " : ", " · ", " • ", " » ", " « ", " / ",
                                 " > ", " ~ ", " * ", ": ",  "|",    "–",   "—",   "｜",  "：",  "_"};

// Words that make a segment more than a name: then the page is about the code.
constexpr Bytes kSubjects[] = {"how",           "what",     "why",       "when",      "fix",      "fixes",
                               "fixing",        "guide",    "explained", "meaning",   "causes",   "cause",
                               "tutorial",      "help",     "http",      "status",    "codes",    "docs",
                               "documentation", "wiki",     "handbook",  "reference", "mdn",      "wikipedia",
                               "blog",          "examples", "design",    "template",  "templates"};

constexpr Bytes kPunctuation = " \t.!?,;:'\"()[]<>*#-_";

std::string trim(Bytes text) {
  const std::size_t first = text.find_first_not_of(kPunctuation);
  if (first == Bytes::npos) return {};
  std::string trimmed(text.substr(first, text.find_last_not_of(kPunctuation) - first + 1));
  for (const Bytes wide : {Bytes("。"), Bytes("！"), Bytes("…")}) {
    while (trimmed.ends_with(wide)) trimmed.resize(trimmed.size() - wide.size());
    while (trimmed.starts_with(wide)) trimmed.erase(0, wide.size());
  }
  return trimmed;
}

std::vector<std::string> segments_of(Bytes text) {
  std::vector<std::string> segments;
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto* separator = std::ranges::find_if(kSeparators, [&](Bytes s) { return text.substr(i).starts_with(s); });
    if (separator == std::end(kSeparators)) {
      ++i;
      continue;
    }
    segments.push_back(trim(text.substr(start, i - start)));
    i += separator->size();
    start = i;
  }
  segments.push_back(trim(text.substr(start)));
  std::erase_if(segments, [](const std::string& segment) { return segment.empty(); });
  return segments;
}

/// Takes `word` off the beginning or the end of `text`, where it stands as a word there.
bool remove_at_ends(std::string& text, Bytes word) {
  const auto ends_word = [](char c) { return !base::is(c, base::kAlpha | base::kDigit | base::kObsText); };
  if (text.size() < word.size()) return false;
  const std::size_t rest = text.size() - word.size();
  if (text.starts_with(word) && (rest == 0 || ends_word(text[word.size()]))) return text.erase(0, word.size()), true;
  if (text.ends_with(word) && ends_word(text[rest - 1])) return text.resize(rest), true;
  return false;
}

/// A segment in lower case that is the code, a phrase, or both.
bool is_notice(std::string segment) {
  // "’" is how typesetters write the apostrophe.
  for (std::size_t at = 0; (at = segment.find("’", at)) != std::string::npos;)
    segment.replace(at, Bytes("’").size(), "'");
  bool code = false;
  for (bool again = true; again;) {
    again = false;
    for (const Bytes word : {Bytes("error"), Bytes("http"), Bytes("404"), Bytes("oops"), Bytes("whoops"),
                             Bytes("sorry"), Bytes("fehler"), Bytes("erreur"), Bytes("errore"), Bytes("erro"),
                             Bytes("ошибка"), Bytes("code"), Bytes("错误"), Bytes("錯誤")}) {
      if (!remove_at_ends(segment, word)) continue;
      code = code || word == "404";
      segment = trim(segment);
      again = !segment.empty();
      break;
    }
  }
  if (segment.empty()) return code;
  return std::ranges::find(kPhrases, Bytes(segment)) != std::end(kPhrases);
}

std::string letters_of(Bytes text) {
  std::string letters;
  for (const char c : text) {
    if (base::is(c, base::kAlpha | base::kDigit | base::kObsText)) letters += base::lower(c);
  }
  return letters;
}

/// A segment that can be the name of the site: its host says so, or it is short and its words begin with capitals.
bool is_site_name(Bytes segment, Bytes host) {
  const std::string letters = letters_of(segment);
  if (letters.size() >= 3 && letters_of(host).find(letters) != std::string::npos) return true;
  std::size_t words = 0;
  for (std::size_t at = 0; at < segment.size(); ++words) {
    const std::size_t end = std::min(segment.find(' ', at), segment.size());
    const Bytes word = segment.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    const std::string lower = letters_of(word);
    if (std::ranges::find(kSubjects, Bytes(lower)) != std::end(kSubjects)) return false;
    const bool domain = word.find('.') != Bytes::npos;
    const bool small = word == "of" || word == "the" || word == "and" || word == "&" || word == "de" || word == "for";
    if (base::lower(word.front()) == word.front() && base::is(word.front(), base::kAlpha) && !domain && !small)
      return false;
  }
  return words <= 4;
}

}  // namespace

bool is_not_found_notice(Bytes text, Bytes host) {
  constexpr std::size_t kLongest = 200;
  if (text.size() > kLongest) return false;
  const std::string collapsed = collapse_space(text);
  // Whole first: some phrases hold what separates segments elsewhere.
  if (is_notice(lower_utf8(trim(collapsed)))) return true;
  std::size_t notices = 0;
  std::size_t names = 0;
  for (const std::string& segment : segments_of(collapsed)) {
    if (is_notice(lower_utf8(segment))) {
      ++notices;
    } else if (is_site_name(segment, host)) {
      ++names;
    } else {
      return false;
    }
  }
  return notices > 0 && names <= 1;
}

}  // namespace httpvet::content
