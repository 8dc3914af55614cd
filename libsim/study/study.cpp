#include "study/study.hpp"

#include <fmt/format.h>

#include <set>
#include <sstream>

#include "case/document.hpp"
#include "case/problems.hpp"
#include "case/reader.hpp"

namespace iceball {
namespace {

constexpr std::size_t most_members = 10000;

// A value as TOML; empty for what cannot be laid over a case (tables, dates).
std::string toml_text(const toml::node& node) {
    const bool scalar = node.is_string() || node.is_number() || node.is_boolean();
    if (!scalar && !node.is_array()) return "";
    if (const toml::array* array = node.as_array()) {
        std::string text;
        for (const toml::node& element : *array) {
            const std::string inner = toml_text(element);
            if (inner.empty()) return "";
            text += (text.empty() ? "[" : ", ") + inner;
        }
        return text.empty() ? "[]" : text + "]";
    }
    std::ostringstream out;
    node.visit([&out](const auto& value) { out << value; });
    return out.str();
}

void read_variation(const toml::table& vary, const std::string& path, TableReader& reader, Study& study) {
    const toml::array* values = vary.get_as<toml::array>(path);
    if (!values || values->empty())
        return reader.problem(path, "must be an array of the values to run, e.g. [\"1 mm\", \"2 mm\"], at least one");
    Variation variation{.path = path, .values = {}, .texts = {}};
    std::set<std::string> seen;
    for (const toml::node& value : *values) {
        const std::string text = toml_text(value);
        if (text.empty())
            return reader.problem(path, "values must be texts, numbers, true or false, or arrays of them");
        if (!seen.insert(text).second) return reader.problem(path, fmt::format("the value {} stands twice", text));
        variation.values.push_back(text);
        variation.texts.push_back(value.value<std::string>().value_or(text));
    }
    study.variations.push_back(std::move(variation));
}

void check_size(TableReader& reader, const Study& study) {
    if (study.variations.empty()) return;
    if (study.paired) {
        for (const Variation& variation : study.variations)
            if (variation.values.size() != study.variations.front().values.size())
                reader.problem(variation.path,
                               fmt::format("has {} values and \"{}\" has {}; a paired design takes the n-th values together "
                                           "and needs as many of each",
                                           variation.values.size(), study.variations.front().path,
                                           study.variations.front().values.size()));
        return;
    }
    double count = 1;
    for (const Variation& variation : study.variations) count *= double(variation.values.size());
    if (count > double(most_members))
        reader.problem_here(fmt::format("the grid has {:.6g} runs, {} are allowed; take fewer values or a paired design",
                                        count, most_members));
}

}  // namespace

Study load_study(const std::filesystem::path& path) {
    const Document document = read_document(path);
    Problems problems;
    Study study;
    study.path = path;
    TableReader root(document.root, "", problems);
    if (const auto file = root.needed_text("case")) study.case_file = path.parent_path() / *file;
    study.paired = root.choice("design", {"grid", "paired"}).value_or("grid") == "paired";
    study.frames = root.choice("frames", {"none", "all"}).value_or("none") == "all";
    if (auto vary = root.needed_table("vary")) {
        const toml::table& values = *document.root.get_as<toml::table>("vary");
        const auto paths = vary->all_keys();
        for (const std::string& key : paths) read_variation(values, key, *vary, study);
        if (paths.empty()) vary->problem_here("names nothing to vary, e.g. \"protocol.cycles\" = [1, 2]");
        if (problems.count() == 0) check_size(*vary, study);
    }
    root.finish();
    problems.throw_if_any();
    return study;
}

std::vector<Member> members_of(const Study& study) {
    std::size_t count = study.variations.front().values.size();
    if (!study.paired) {
        count = 1;
        for (const Variation& variation : study.variations) count *= variation.values.size();
    }
    std::vector<Member> members;
    for (std::size_t n = 0; n < count; ++n) {
        Member member{.number = int(n) + 1, .choice = std::vector<std::size_t>(study.variations.size(), n), .overrides = {}};
        if (!study.paired) {
            std::size_t rest = n;
            for (std::size_t v = study.variations.size(); v-- > 0; rest /= study.variations[v].values.size())
                member.choice[v] = rest % study.variations[v].values.size();
        }
        for (std::size_t v = 0; v < study.variations.size(); ++v)
            member.overrides.push_back(study.variations[v].path + "=" + study.variations[v].values[member.choice[v]]);
        if (!study.frames) member.overrides.emplace_back("output.frames=\"none\"");
        members.push_back(std::move(member));
    }
    return members;
}

std::string describe(const Study& study, const Member& member) {
    std::string text;
    for (std::size_t v = 0; v < study.variations.size(); ++v)
        text += fmt::format("{}{} = {}", v ? ", " : "", study.variations[v].path,
                            study.variations[v].texts[member.choice[v]]);
    return text;
}

}  // namespace iceball
