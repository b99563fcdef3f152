#include "cli/status_view.h"

#include <algorithm>
#include <array>
#include <utility>

namespace httpvet::cli {
namespace {

using fields::BothLanguages;
using fields::DemandPart;
using fields::find_status;
using fields::Registration;
using fields::StatusCaching;
using fields::StatusDemand;
using fields::StatusInfo;

constexpr std::array<BothLanguages, fields::kDemandParts> kPartNames = {{
    {"The response must", "回應必須做到"},
    {"The response should", "回應應該做到"},
    {"The content of the response", "回應的內容"},
    {"What the request must have been", "請求必須符合"},
    {"When it is the right code", "適用時機"},
    {"What clients and caches do", "用戶端與快取的處理方式"},
}};

constexpr BothLanguages kYes{"yes", "是"};
constexpr BothLanguages kNo{"no", "否"};
constexpr BothLanguages kSeverities[] = {{"info", "資訊"}, {"warning", "警告"}, {"error", "錯誤"}};

std::vector<const StatusDemand*> demands_where(auto&& wanted) {
  std::vector<const StatusDemand*> demands;
  for (const StatusDemand& demand : fields::status_demands()) {
    if (wanted(demand)) demands.push_back(&demand);
  }
  // Within a part, what is said of few codes comes first: it says most about this one.
  std::stable_sort(demands.begin(), demands.end(), [](const StatusDemand* a, const StatusDemand* b) {
    return std::pair(a->part, a->codes.size()) < std::pair(b->part, b->codes.size());
  });
  return demands;
}

std::string joined(std::span<const Bytes> parts, Bytes between) {
  std::string text;
  for (const Bytes part : parts) text.append(text.empty() ? Bytes() : between).append(part);
  return text;
}

}  // namespace

std::vector<const StatusInfo*> codes_of_class(int number) {
  std::vector<const StatusInfo*> codes;
  for (const StatusInfo& info : fields::status_codes()) {
    if (info.code / 100 == number) codes.push_back(&info);
  }
  return codes;
}

std::vector<const StatusDemand*> demands_on(int code) {
  return demands_where([code](const StatusDemand& demand) { return demand.applies_to(code); });
}

std::vector<const StatusDemand*> demands_on_class(int number) {
  return demands_where([number](const StatusDemand& demand) { return demand.applies_to_class(number); });
}

std::vector<const StatusDemand*> demands_on_others() {
  return demands_where([](const StatusDemand& demand) { return demand.others; });
}

std::vector<const engine::Rule*> rules_of(std::span<const StatusDemand* const> demands, const engine::RuleSet& rules) {
  std::vector<const engine::Rule*> found;
  for (const StatusDemand* demand : demands) {
    for (const Bytes id : demand->rules) {
      const engine::Rule* rule = rules.find(id);
      if (rule != nullptr && std::find(found.begin(), found.end(), rule) == found.end()) found.push_back(rule);
    }
  }
  return found;
}

std::string StatusWords::name(int code) const {
  const StatusInfo* info = find_status(code);
  return info == nullptr ? of({"not in the registry", "未登錄"}) : of(info->name);
}

std::string StatusWords::title(int code) const {
  std::string text = std::to_string(code) + " " + name(code);
  const StatusInfo* info = find_status(code);
  if (language_ != Language::kEnglish && info != nullptr) text.append("（").append(info->name.en).append("）");
  return text;
}

std::string StatusWords::class_title(int number) const {
  return std::to_string(number) + "xx " + of(fields::status_classes()[static_cast<std::size_t>(number - 1)].name);
}

std::string StatusWords::meaning(int code) const {
  if (const StatusInfo* info = find_status(code)) return of(info->meaning);
  const std::string fallback = std::to_string(fields::status_fallback(code));
  if (language_ == Language::kEnglish) {
    return "Nobody registered this code, and no well-known product uses it. Clients know its class only, and take it "
           "for " +
           fallback + ".";
  }
  return "此代碼未經登錄，也沒有知名產品使用。用戶端只認得所屬類別，會將它視同 " + fallback + "。";
}

std::string StatusWords::state(int code) const {
  const StatusInfo* info = find_status(code);
  if (info == nullptr) return of({"unregistered", "未登錄"});
  if (info->unofficial()) return of({"unofficial", "非正式"});
  if (info->deprecated) return of({"deprecated", "已棄用"});
  return info->registration == Registration::kTemporary ? of({"temporary", "暫時登錄"}) : of({"registered", "已登錄"});
}

std::string StatusWords::registered(int code) const {
  const StatusInfo* info = find_status(code);
  if (info == nullptr || info->registration == Registration::kNo) return of(kNo);
  return info->registration == Registration::kTemporary ? of({"for a time", "暫時"}) : of(kYes);
}

std::string StatusWords::deprecated(int code) const {
  const StatusInfo* info = find_status(code);
  return info != nullptr && info->deprecated ? of(kYes) : of(kNo);
}

std::string StatusWords::cacheable(int code) const {
  const StatusInfo* info = find_status(code);
  switch (info == nullptr ? StatusCaching::kExplicit : info->caching) {
    case StatusCaching::kDefault:
      return of(kYes);
    case StatusCaching::kNever:
      return of({"never", "絕不可"});
    case StatusCaching::kExplicit:
      break;
  }
  return of(kNo);
}

std::string StatusWords::content(int code) const {
  const StatusInfo* info = find_status(code);
  return info == nullptr ? of(code / 100 == 1 ? kNo : kYes) : of(info->content ? kYes : kNo);
}

std::string StatusWords::part(DemandPart part) const { return of(kPartNames[static_cast<std::size_t>(part)]); }

std::string StatusWords::severity(const engine::Rule& rule) const {
  const auto word = [this](model::Severity severity) { return of(kSeverities[static_cast<std::size_t>(severity)]); };
  std::string text = word(rule.info.severity);
  std::string others;
  for (const engine::SeverityCase& entry : rule.severities) {
    const std::string other = word(entry.severity);
    if (entry.severity == rule.info.severity || others.find(other) != std::string::npos) continue;
    others.append(others.empty() ? "" : ", ").append(other);
  }
  if (!others.empty()) text += of({" (in some cases ", "（部分情況為"}) + others + of({")", "）"});
  for (std::size_t i = 0; i < model::kProfileNames.size(); ++i) {
    if (rule.info.profiles != 1U << i) continue;
    text += of({", --profile ", "，--profile "}) + std::string(model::kProfileNames[i]);
  }
  if (!rule.info.default_on) text += of({", off by default", "，預設關閉"});
  return text;
}

std::vector<StatusProperty> properties_of(int code, const StatusWords& words) {
  const StatusInfo* info = find_status(code);
  std::vector<StatusProperty> properties;
  const auto add = [&](const BothLanguages& name, std::string value) {
    if (!value.empty()) properties.push_back({words.of(name), std::move(value)});
  };
  const std::string between = words.of({"; ", "；"});
  add({"class", "類別"}, words.class_title(code / 100));
  add({"registered", "已登錄"}, words.registered(code));
  if (info != nullptr) {
    add({"specification", "規範"}, joined(info->spec, between));
    add({"from", "來源"}, words.of(info->inventor));
  }
  if (info == nullptr || info->unofficial()) {
    add({"taken for", "視同"}, words.title(fields::status_fallback(code)));
  }
  add({"deprecated", "已棄用"}, words.deprecated(code));
  add({"cacheable by default", "預設可快取"}, words.cacheable(code));
  add({"content allowed", "可有內容"}, words.content(code));
  if (info != nullptr) add({"other phrases", "其他原因片語"}, joined(info->other_phrases, between));
  return properties;
}

}  // namespace httpvet::cli
